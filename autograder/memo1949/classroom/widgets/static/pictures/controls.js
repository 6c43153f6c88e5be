// What the pictures share: groups of switches, and the table that is folded away beside a live picture.

/** Return a fieldset of radio buttons or checkboxes. `options` are [value, label, checked]; `change` gets the chosen values. */
function switches(legend, type, options, change) {
  const name = uniqueId();
  const inputs = options.map(([value, , checked]) => h("input", { type, name, value, checked, onchange: () => change(chosen()) }));
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const labels = inputs.map((input, at) => h("label", { class: "m49-switch" }, input, h("span", null, options[at][1])));
  const element = h("fieldset", { class: "m49-controls" }, h("legend", null, legend), h("div", { class: "m49-switches" }, labels));
  return { element, inputs, chosen };
}

/** Fold the tables of a picture away: what they say can be seen and asked in the live picture. */
function foldTables(root) {
  for (const frame of root.querySelectorAll(".m49-scroll")) {
    const folded = h("details", { class: "m49-astable" }, h("summary", null, "The same as a table"));
    frame.replaceWith(folded);
    folded.append(frame);
  }
}

/** Mark what belongs to what is chosen in a drawing, and let the rest step back; nothing is chosen for an empty `wanted`. */
function bringOut(svg, wanted) {
  svg.classList.toggle("m49-some", wanted.length > 0);
  for (const node of svg.querySelectorAll(".m49-on")) node.classList.remove("m49-on");
  for (const node of wanted) node.classList.add("m49-on");
}

/** Put the switches under the title of a picture. */
function underTitle(root, ...controls) {
  root.querySelector(".m49-title").after(...controls);
}
