// The brackets: each kind to hide and show, and all of the editor's at once.

function liveBrackets(root, say) {
  const list = root.querySelector(".m49-kindlist");
  const kinds = [...list.children].map(({ dataset }) => dataset);
  const ours = kinds.filter((kind) => kind.kept === undefined);
  const theirs = kinds.filter((kind) => kind.kept !== undefined);
  const options = ours.map((kind) => [kind.kind, `${kind.label} (${kind.count})`, true]);
  const group = switches("Show the editor’s brackets", "checkbox", options, show);
  const all = h("button", { type: "button", class: "m49-button", onclick: toggle }, "Hide all");
  group.element.append(all);
  const rest = theirs.map((kind) => `${kind.label} (${kind.count})`).join(", ");
  underTitle(root, group.element, ...(rest ? [h("p", { class: "m49-hint" }, `With a dashed frame, and always there: ${rest}.`)] : []));
  list.remove();

  function show(shown) {
    for (const node of root.querySelectorAll(".m49-sections [data-bracket]")) node.hidden = ours.some(({ kind }) => kind === node.dataset.bracket) && !shown.includes(node.dataset.bracket);
    setText(all, shown.length ? "Hide all" : "Show all");
    const hidden = ours.filter(({ kind }) => !shown.includes(kind)).reduce((sum, { count }) => sum + Number(count), 0);
    say(hidden ? `${hidden} brackets are hidden.` : "All brackets are shown.");
  }

  function toggle() {
    const on = !group.chosen().length;
    for (const input of group.inputs) input.checked = on;
    show(group.chosen());
  }
}
