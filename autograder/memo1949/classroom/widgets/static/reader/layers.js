// The layers: switches, legend, and what is said about the word that is looked at.

const LAYERS = [
  ["voices", "Voice: who speaks", "underlined by a line of its own kind, with the speaker's name before it"],
  ["persons", "Persons", "double underline"],
  ["organisations", "Parties and bodies", "wavy underline"],
  ["places", "Places", "dotted underline"],
  ["dates", "Dates", "dashed underline"],
  ["brackets", "Brackets", "shaded box"],
  ["faults", "Copying faults", "line above"],
];
const LAYER_NAMES = { voices: "Voice", persons: "Person", organisations: "Body", places: "Place", dates: "Date", brackets: "Bracket", faults: "Copying fault" };
const SURE = { high: "", medium: " Readers may differ here.", low: " Doubtful." };

/** Build the switches; `root` gets the class m49-show-LAYER for every layer that is on. */
function buildLayers(root, changed) {
  const boxes = LAYERS.map(([name, title, look]) => {
    const box = h("input", { type: "checkbox", onchange: () => (root.classList.toggle(`m49-show-${name}`, box.checked), changed()) });
    return h("label", { class: "m49-switch" }, box, h("span", { class: `m49-sample m49-sample-${name}` }, title), h("span", { class: "m49-look" }, ` (${look})`));
  });
  const hide = h("input", { type: "checkbox", onchange: () => (root.classList.toggle("m49-hide-editorial", hide.checked), changed()) });
  const without = h("label", { class: "m49-switch" }, hide, h("span", null, "Hide the editor's square brackets"));
  return h("fieldset", { class: "m49-layers" }, h("legend", null, "Show layers"), h("div", { class: "m49-switches" }, boxes, without));
}

/** Return the sentences that say what the switched-on layers know about a piece. */
function aboutPiece(node, root) {
  return (node?.notes ?? [])
    .filter((note) => root.classList.contains(`m49-show-${note.layer}`))
    .map((note) => `${LAYER_NAMES[note.layer]}: ${note.label}${note.text ? ` – ${note.text}` : "."}${SURE[note.certainty]}`);
}
