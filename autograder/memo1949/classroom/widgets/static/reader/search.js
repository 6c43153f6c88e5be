// Searching words in the text.

/** Build the search field; hits are marked in the text and visited one after the other. */
function buildSearch(selection) {
  let hits = [];
  let at = -1;
  const field = h("input", { type: "text", class: "m49-find", "aria-label": "Search for words", oninput: find, onkeydown: (event) => event.key === "Enter" && !event.shiftKey && (event.preventDefault(), go(1)) });
  const said = h("span", { class: "m49-hits", role: "status" });
  const back = h("button", { type: "button", class: "m49-button", onclick: () => go(-1), disabled: true }, "Previous");
  const next = h("button", { type: "button", class: "m49-button", onclick: () => go(1), disabled: true }, "Next");

  function find() {
    for (const nodes of selection.words.values()) for (const node of nodes) node.classList.remove("m49-hit");
    const wanted = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    hits = [];
    const plain = selection.order.map((word) => selection.wordText(word).toLowerCase());
    if (wanted.length && wanted.join("").length > 1)
      plain.forEach((_, index) => {
        if (wanted.every((part, offset) => (plain[index + offset] ?? "").replace(/[[\]]/g, "").includes(part.replace(/[[\]]/g, "")))) hits.push([selection.order[index], selection.order[index + wanted.length - 1]]);
      });
    for (const [first, last] of hits) for (let word = first; word <= last; word += 1) selection.words.get(word)?.forEach((node) => node.classList.add("m49-hit"));
    at = -1;
    back.disabled = next.disabled = !hits.length;
    setText(said, !wanted.length ? "" : hits.length ? `${hits.length} found` : "not found in what is shown here");
  }

  function go(by) {
    if (!hits.length) return;
    at = (at + by + hits.length) % hits.length;
    if (at < 0) at = hits.length - 1;
    selection.select(...hits[at]);
    setText(said, `${at + 1} of ${hits.length}`);
  }

  return h("div", { class: "m49-search" }, h("span", { "aria-hidden": "true" }, "Search"), field, back, next, said);
}
