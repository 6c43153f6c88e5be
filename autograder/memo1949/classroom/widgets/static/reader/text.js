// The text: sections, paragraphs, numbered sentences, and the pieces that the layers colour.

/** Build the text of all sections; returns its element, the pieces' elements by word, and the sentences' first words. */
function buildText(content) {
  const words = new Map(); // word number → the elements of its pieces
  const sentences = []; // {first, last, id}
  const begun = new Set(); // notes whose label stands already
  const root = h("div", { class: "m49-document", lang: "en" });
  for (const section of content.sections) {
    root.append(h("h3", { class: "m49-section" }, section.title));
    for (const paragraph of section.paragraphs) {
      const block = h("p", { class: "m49-paragraph" });
      for (const sentence of paragraph) {
        const numbers = sentence.pieces.map((piece) => piece[3]).filter((number) => number >= 0);
        sentences.push({ first: Math.min(...numbers), last: Math.max(...numbers), id: sentence.id });
        block.append(h("span", { class: "m49-number", "aria-hidden": "true" }, String(sentence.number)));
        for (const piece of sentence.pieces) block.append(...pieceNodes(piece, content.notes, words, begun));
        block.append(" ");
      }
      root.append(block);
    }
  }
  return { root, words, sentences };
}

/** Return the nodes of one piece: the labels of the notes that begin here, then the words. */
function pieceNodes([text, start, end, word, notes], all, words, begun) {
  const marks = notes.map((index) => all[index]);
  const fresh = notes.filter((index) => !begun.has(index));
  fresh.forEach((index) => begun.add(index));
  const labels = fresh.map((index) => label(all[index]));
  const classes = ["m49-piece", ...marks.map((note) => `m49-${note.layer} m49-${note.layer}-${note.value.replace(/[^a-z-]/g, "")}`)];
  if (marks.some((note) => note.layer === "brackets") && !marks.some((note) => note.layer === "brackets" && ["record", "part-of-name"].includes(note.value)))
    classes.push("m49-editorial");
  const node = h("span", { class: classes.join(" "), "data-start": start, "data-end": end, "data-word": word < 0 ? null : word }, text);
  node.notes = marks;
  if (word >= 0) words.set(word, [...(words.get(word) ?? []), node]);
  return [...labels, node];
}

/** Return the small label before a marked stretch; only its layer's switch shows it. */
function label(note) {
  const doubt = note.certainty === "high" ? "" : " ?";
  return h("span", { class: `m49-label m49-label-${note.layer}` }, `${note.label}${doubt}`);
}
