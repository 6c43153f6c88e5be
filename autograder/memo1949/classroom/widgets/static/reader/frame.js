// The reader put together.

const HOW =
  "Arrow keys left and right move by word, up and down by sentence; hold Shift to select. The space bar takes the whole sentence, Home and End go to its ends, Escape clears. Tab leaves the text.";

function render({ model, el }) {
  const content = model.get("content");
  const built = buildText(content);
  const how = h("p", { class: "m49-hint", id: uniqueId() }, HOW);
  const about = h("div", { class: "m49-about", role: "status", "aria-label": "About the word" });
  const text = built.root;
  for (const [name, value] of Object.entries({ tabindex: "0", role: "application", "aria-label": "Text of the document", "aria-describedby": how.id })) text.setAttribute(name, value);
  const root = h("section", { class: "m49 m49-reader", "aria-label": "Reader" });
  let sending;
  const selection = new Selection(text, built, () => {
    look();
    sending?.show();
  });

  /** Say what the layers know about the word under the cursor, or the word itself. */
  function look() {
    const nodes = built.words.get(selection.cursor) ?? [];
    const lines = [...new Set(nodes.flatMap((node) => aboutPiece(node, root)))];
    const word = nodes.length ? `“${selection.wordText(selection.cursor)}”` : "";
    about.replaceChildren(...(word ? [h("p", null, h("strong", null, word), lines.length ? "" : " (nothing more in the layers that are on)")] : []), ...lines.map((line) => h("p", null, line)));
  }

  sending = buildSending(model, selection);
  text.addEventListener("pointerup", () => sending.ask());
  root.append(h("p", { class: "m49-source" }, content.source), buildLayers(root, look), buildSearch(selection), how, text, h("div", { class: "m49-desk" }, about, sending.element));
  guardKeys(root, () => {});
  el.append(root);
}

export default { render };
