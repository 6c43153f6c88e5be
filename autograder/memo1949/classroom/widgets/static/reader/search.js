// Searching words in the text.

/** Build the search field; hits are marked in the text and visited one after the other. */
function buildSearch(selection, without) {
  let hits = [];
  let at = -1;
  const id = uniqueId();
  const field = h("input", { id, type: "text", class: "m49-find", autocomplete: "off", spellcheck: "false", oninput: find, onkeydown: key });
  const said = h("span", { class: "m49-hits", role: "status" });
  const back = h("button", { type: "button", class: "m49-button", onclick: () => go(-1), disabled: true }, "Previous");
  const next = h("button", { type: "button", class: "m49-button", onclick: () => go(1), disabled: true }, "Next");

  /** Fold a word as a reader types it: without brackets, with plain quotes and dashes. */
  const fold = (text) => text.toLowerCase().replace(/[[\]]/g, "").replace(/[“”]/g, '"').replace(/[’‘]/g, "'").replace(/[—–]/g, "-");

  function find() {
    mark("m49-hit", false);
    mark("m49-hit-now", false, at);
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    const words = selection.words.map((word, index) => (selection.visible(index) ? fold(word.text) : ""));
    const begins = (index) => wanted.every((part, offset) => words[index + offset]?.includes(part));
    hits = wanted.join("").length > 1 ? words.map((_, index) => index).filter(begins).map((index) => [index, index + wanted.length - 1]) : [];
    mark("m49-hit", true);
    back.disabled = next.disabled = !hits.length;
    at = -1;
    if (hits.length) go(1);
    else setText(said, wanted.join("").length > 1 ? "not found in what is shown" : "");
  }

  /** Mark all hits, or one. */
  function mark(name, whether, only) {
    for (const [first, last] of only === undefined ? hits : hits.slice(only, only + 1))
      for (const word of selection.words.slice(first, last + 1)) for (const node of word.nodes) node.classList.toggle(name, whether);
  }

  function go(by) {
    if (at >= 0) mark("m49-hit-now", false, at);
    at = (at + by + hits.length) % hits.length;
    mark("m49-hit-now", true, at);
    selection.move(hits[at][0], false, "search");
    setText(said, `${at + 1} of ${hits.length}`);
  }

  function key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && hits.length) go(1);
    else if (event.key === "Escape" && field.value) {
      field.value = "";
      find();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return h("div", { class: "m49-search" }, h("label", { for: id }, "Find words"), field, back, next, said, without);
}
