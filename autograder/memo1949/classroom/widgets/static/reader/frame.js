// The reader put together.

const HOW = [
  [["←", "→"], "word"],
  [["↑", "↓"], "sentence"],
  [["Shift"], "with these selects"],
  [["Space"], "selects the sentence"],
  [["Home", "End"], "ends of the sentence"],
  [["N"], "next marked word"],
  [["Esc"], "clears"],
  [["Enter"], "to sending"],
];
const HEARD =
  "Left and right arrow move by word, up and down arrow by sentence. Hold Shift with them to select. Space selects the sentence, Home and End go to its ends, " +
  "N and Shift N go to the next and last word that a layer marks, Escape clears, Enter goes on to the list of questions, Tab leaves the text.";

function render({ model, el }) {
  const built = buildText(model.get("content"));
  const how = h("p", { class: "m49-unseen", id: uniqueId() }, HEARD);
  const voice = h("div", { class: "m49-unseen", "aria-live": "polite" });
  // A notebook may have several readers: each is named after what it shows.
  const shown = model.get("content").sections.map(({ id }) => id.replace("-", " "));
  const root = h("section", { class: "m49 m49-reader", "aria-label": `Reader: ${shown.join(", ")}` });
  const caret = h("div", { class: "m49-caret", tabindex: "0", role: "application", "aria-label": "Select words of the text", "aria-describedby": how.id });
  const pane = h("div", { class: "m49-document", tabindex: "-1" }, caret, built.root);
  const selection = new Selection(pane, caret, built, moved);
  const details = buildDetails(built, root, (word) => selection.move(word, false, "word"));
  const sending = buildSending(model, selection);
  const layers = buildLayers(root, model.get("content").layers, () => details.show(selection.cursor));
  const keys = HOW.map(([names, does]) => h("li", null, names.flatMap((name) => [h("kbd", null, name), " "]), does));

  /** Show and say where the cursor is and what is selected. */
  function moved(how) {
    details.show(selection.cursor);
    sending.show();
    const word = built.words[selection.cursor];
    const { number, first, last } = built.sentences[word.sentence];
    const marks = marksAt(word, root).filter((mark) => mark.layer !== "voices").map(inShort);
    if (selection.active) say(how === "word" ? `${bare(word)}. ${sending.counted()}` : sending.inWords());
    else if (how === "sentence" || how === "focus") say(`${number ? `Sentence ${number}` : "Heading"}. ${textOf(built.words.slice(first, last + 1))}`);
    else if (how === "clear") say(sending.inWords());
    else if (how !== "search") say([bare(word), ...marks].join(", "));
  }

  function say(text) {
    setText(voice, text);
  }

  root.append(
    h("p", { class: "m49-source" }, model.get("content").source),
    layers.fields,
    layers.legend,
    buildSearch(selection, layers.without),
    h(
      "div",
      { class: "m49-desk" },
      h("div", null, how, pane, h("ul", { class: "m49-keys", "aria-hidden": "true" }, keys)),
      h("div", { class: "m49-side" }, sending.element, details.element),
    ),
    voice,
  );
  details.show(-1);
  caret.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    sending.target.focus();
  });
  // The selected words are ours, not the browser's, so copying them is ours too.
  caret.addEventListener("copy", (event) => {
    const place = selection.place;
    if (!place) return;
    event.clipboardData.setData("text/plain", place.text);
    event.preventDefault();
    event.stopPropagation();
  });
  guardKeys(root, () => {});
  el.append(root);
  return () => {
    selection.close();
    sending.close();
  };
}

export default { render };
