// What is known about the word that is looked at: its sentence, its marks, the register's entry.

const SURE = { medium: "Readers may differ here.", low: "Doubtful." };
const NAME_KINDS = {
  document: "in the document",
  pinyin: "pinyin",
  "wade-giles": "Wade-Giles",
  characters: "in characters",
  other: "also",
  editor: "by the editor’s bracket",
};

/** Return the marks at a word that belong to the layers that are on, the smallest first. */
function marksAt(word, root) {
  const found = new Set();
  for (const node of word?.nodes ?? []) for (let at = node.parentElement; at; at = at.parentElement) if (at.mark) found.add(at.mark);
  return [...found].filter((mark) => root.classList.contains(`m49-show-${mark.layer}`)).sort((one, other) => one.end - one.start - (other.end - other.start));
}

/** Say a mark in one breath, for a screen reader. */
function inShort(mark) {
  return `${ONE[mark.layer].toLowerCase()}: ${mark.label}${mark.certainty ? ", doubtful" : ""}`;
}

/** A word without the comma or full stop behind it. */
function bare({ text }) {
  return text.replace(/[.,;:]+$/, "");
}

/** Build the panel; `go(word)` moves to another word. Its show(cursor) draws it. */
function buildDetails(built, root, go) {
  const body = h("div", { class: "m49-about" });
  const element = h("div", { class: "m49-panel m49-details", role: "group", "aria-label": "About this place" }, body);

  /** The first words of all places that a register's entry is named at. */
  function mentions(mark) {
    const starts = built.content.marks.filter((other) => other.entry === mark.entry).map((other) => other.start);
    return [...new Set(starts)].map((start) => built.words.findIndex((word) => word.start <= start && start < word.end));
  }

  function card(mark, cursor) {
    const entry = built.content.entries[mark.entry];
    const words = wordsOf(mark);
    const kind = h("span", { class: `m49-kind m49-kind-${mark.layer}` }, ONE[mark.layer]);
    const head = h("p", { class: "m49-cardhead" }, kind, h("strong", null, mark.label + doubt(mark)));
    const lines = [];
    if (words !== mark.label && mark.layer !== "voices") lines.push(h("p", { class: "m49-quiet" }, `here: “${words}”`));
    if (entry) lines.push(...register(entry));
    if (mark.layer === "dates") lines.push(h("p", { class: "m49-quiet" }, `As a computer writes it (EDTF): ${mark.value}`));
    if (mark.note) lines.push(h("p", null, mark.note));
    const sure = `certainty ${mark.certainty ?? "high"}. ${SURE[mark.certainty] ?? ""}`;
    lines.push(h("p", { class: "m49-quiet" }, `Reading: ${mark.resp ?? "memo1949"} (this edition), ${sure}`));
    if (mark.entry) lines.push(mentioned(mark, cursor));
    return h("li", { class: "m49-card-mark" }, head, ...lines);
  }

  function mentioned(mark, cursor) {
    const places = mentions(mark);
    const at = places.findLastIndex((place) => place <= cursor);
    const text = places.length === 1 ? "Named here only, in what is shown." : `Place ${at + 1} of ${places.length} in what is shown. `;
    const onclick = () => {
      go(places[(at + 1) % places.length]);
      element.querySelector(`[data-entry="${mark.entry}"]`)?.focus();
    };
    const next = h("button", { type: "button", class: "m49-link", "data-entry": mark.entry, onclick }, "Next place");
    return h("p", { class: "m49-quiet" }, text, places.length > 1 ? next : "");
  }

  function wordsOf(mark) {
    const section = built.content.sections.find(({ start, text }) => start <= mark.start && mark.end <= start + text.length);
    return section.text.slice(mark.start - section.start, mark.end - section.start).replace(/\s+/g, " ");
  }

  function show(cursor) {
    const word = built.words[cursor];
    const quiet = (text) => h("p", { class: "m49-quiet" }, text);
    if (!word) return body.replaceChildren(quiet("Click a word, or move to it with the arrow keys: what the layers know about it stands here."));
    const { number, id } = built.sentences[word.sentence];
    const marks = marksAt(word, root);
    const place = h("span", { class: "m49-quiet" }, number ? ` sentence ${number} (${id})` : ` heading (${id})`);
    const any = root.className.includes("m49-show-");
    const none = any ? "The layers that are on say nothing about this word." : "Turn on a layer to see what is known about this word.";
    body.replaceChildren(
      h("p", { class: "m49-where" }, h("strong", null, `“${bare(word)}”`), place),
      marks.length ? h("ul", null, marks.map((mark) => card(mark, cursor))) : quiet(none),
    );
  }

  return { element, show };
}

/** What a register knows: the part in the document first, then who that is, other names, where that is from. */
function register({ part, who, reference, note, names }) {
  const other = names.map(([text, kind], index) => [
    index ? "; " : "",
    h("span", { lang: kind === "characters" ? "zh" : null }, text),
    h("span", { class: "m49-quiet" }, ` (${NAME_KINDS[kind] ?? kind})`),
  ]);
  return [
    part ? h("p", null, h("span", { class: "m49-term" }, "In the document: "), `${part}.`) : "",
    who ? h("p", null, h("span", { class: "m49-term" }, "From elsewhere: "), who) : "",
    names.length ? h("p", null, h("span", { class: "m49-term" }, "Other forms: "), ...other.flat()) : "",
    note ? h("p", null, note) : "",
    reference ? h("p", { class: "m49-quiet" }, `Source: ${reference}`) : "",
  ];
}
