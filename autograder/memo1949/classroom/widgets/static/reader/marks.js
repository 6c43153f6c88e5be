// The marks of the layers in the text, their switches, and the legend.

const LAYERS = [
  // name, title, the letter behind a marked word, what the legend says
  ["voices", "Voice", "", "the speaker’s name before the words, a line of the speaker’s own kind beside them; (?) where readers may differ"],
  ["persons", "Persons", "P", "double underline and P"],
  ["organisations", "Organisations", "O", "wavy underline and O"],
  ["places", "Places", "L", "dashed underline and L"],
  ["dates", "Dates", "D", "dotted underline and D"],
  ["brackets", "Brackets", "", "in a box; the record’s in a broken one"],
  ["faults", "Copying faults", "F", "line above and F"],
];
const ONE = { voices: "Voice", persons: "Person", organisations: "Organisation", places: "Place", dates: "Date", brackets: "Bracket", faults: "Copying fault" };
const LETTER = Object.fromEntries(LAYERS.map(([name, , letter]) => [name, letter]));
const VOICE_KINDS = [
  ["narrator", "Narrator"],
  ["mao-tagged", "Mao, with a tag (“Mao Zedong said”)"],
  ["mao-untagged", "Mao, his speech going on without a tag"],
  ["mao-first-person", "Mao, saying “I” or “we”"],
  ["quoted", "Someone whose words Mao reports"],
  ["editor", "Editor, in smaller type"],
];
const SHORT = 12; // characters: a bracket like com[munist] has no room for a label
const KINDS_SHOWN = ["voices", "brackets"]; // layers whose values look different
const RECORD = ["record", "part-of-name"];

/** Say whether words are the editor's, not the record's. */
function isEditorial({ layer, value }) {
  return layer === "brackets" ? !RECORD.includes(value) : layer === "voices" && value === "editor";
}

/** Return the element for a mark, with its label in front if it is a voice that did not speak just before. */
function markNode(mark, block, again) {
  const names = ["m49-mark", `m49-${mark.layer}`];
  if (KINDS_SHOWN.includes(mark.layer)) names.push(`m49-${mark.layer}-${RECORD.includes(mark.value) ? "record" : mark.value}`);
  const also = { "m49-block": block, "m49-again": again, "m49-editorial": isEditorial(mark) };
  const node = h("span", { class: [...names, ...Object.keys(also).filter((name) => also[name])].join(" ") });
  node.mark = mark;
  if (mark.layer === "voices" && !again && (block || mark.end - mark.start > SHORT)) node.append(voiceLabel(mark));
  return node;
}

function voiceLabel(mark) {
  return h("span", { class: "m49-label" }, `${mark.label}${doubt(mark)}: `);
}

/** What stands behind marked words: a letter for the eye, the layer's name for the ear, and the label where the words do not say it. */
function tagNodes(mark, marked) {
  const letter = LETTER[mark.layer];
  const text = `${mark.gloss ?? ""}${doubt(mark)}`;
  if (!letter && !text) return [];
  const unseen = (words) => h("span", { class: "m49-unseen" }, words);
  const heard = unseen(` (${ONE[mark.layer].toLowerCase()}: ${mark.gloss ? "" : mark.label}`);
  const seen = letter ? h("sup", { "aria-hidden": "true" }, letter) : "";
  const tag = h("span", { class: `m49-tag m49-tag-${mark.layer}` }, heard, seen, text, unseen(") "));
  tag.marked = marked;
  if (mark.layer === "brackets") tag.classList.add(isEditorial(mark) ? "m49-editorial" : "m49-tag-record");
  return [tag];
}

function doubt({ certainty }) {
  return certainty ? " (?)" : "";
}

/** Build switches and legend for the layers of that name; `root` has the class m49-show-LAYER for every layer that is on. `changed()` is called after a change. */
function buildLayers(root, names, changed) {
  const offered = LAYERS.filter(([name]) => names.includes(name));
  const entries = h("ul", { class: "m49-entries" });
  const legend = h("details", { class: "m49-legend", open: matchMedia("(min-width: 600px)").matches }, h("summary", null, "What the marks mean"), entries);
  const on = new Set(remembered().filter((name) => name === "without" || names.includes(name)));

  function set(name, whether) {
    whether ? on.add(name) : on.delete(name);
    apply();
    remember([...on]);
    changed();
  }

  function apply() {
    for (const [name] of offered) root.classList.toggle(`m49-show-${name}`, on.has(name));
    root.classList.toggle("m49-hide-editorial", on.has("without"));
    entries.replaceChildren(...offered.filter(([name]) => on.has(name)).map(explanation));
    legend.hidden = !entries.childElementCount;
  }

  const switches = offered.map(([name, title]) => box(title, on.has(name), (whether) => set(name, whether)));
  const without = box("Hide the editor’s brackets", on.has("without"), (whether) => set("without", whether));
  apply();
  return { fields: h("fieldset", { class: "m49-layers" }, h("legend", null, "Show layers"), h("div", { class: "m49-switches" }, switches)), legend, without };
}

function box(title, checked, changed) {
  const input = h("input", { type: "checkbox", checked, onchange: () => changed(input.checked) });
  return h("label", { class: "m49-switch" }, input, title);
}

/** One entry of the legend: a sample and what it means. */
function explanation([name, title, letter, words]) {
  const sample = h("span", { class: `m49-show-${name} m49-sample`, "aria-hidden": "true" });
  const marked = (text, kind = "") => h("span", { class: `m49-mark m49-${name}${kind}` }, text);
  const said = h("span", null, h("strong", null, title), `: ${words}`);
  if (name === "voices") return h("li", { class: "m49-entry-voices" }, said, h("ul", { class: "m49-kinds m49-show-voices" }, VOICE_KINDS.map(voiceSample)));
  if (name === "brackets") sample.append(marked("[editor]", " m49-brackets-editor"), " ", marked("(record)", " m49-brackets-record"));
  else sample.append(marked("words"), h("span", { class: `m49-tag m49-tag-${name}` }, h("sup", null, letter)));
  return h("li", null, sample, said);
}

function voiceSample([kind, said]) {
  return h("li", null, h("span", { class: `m49-mark m49-voices m49-voices-${kind} m49-block` }, h("span", { class: "m49-label" }, said)));
}

const REMEMBERED = "memo1949 reader layers";

/** The layers that were on in this tab of the browser. */
function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(REMEMBERED)) ?? [];
  } catch {
    return [];
  }
}

function remember(names) {
  try {
    sessionStorage.setItem(REMEMBERED, JSON.stringify(names));
  } catch {
    // No storage in this browser: all layers are off after a reload.
  }
}
