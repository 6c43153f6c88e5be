// Single and multiple choice: native radio buttons and checkboxes, nothing chosen at first.

function choice(spec, { changed }) {
  const several = spec.kind === "multiple-choice";
  const name = uniqueId();
  const inputs = new Map();
  const rows = spec.options.map(([id, text]) => {
    const input = h("input", { type: several ? "checkbox" : "radio", name, value: id, onchange: () => changed() });
    inputs.set(id, input);
    return h("label", { class: "m49-option" }, input, h("span", null, text));
  });
  const chosen = () => [...inputs].filter(([, input]) => input.checked).map(([id]) => id);
  return {
    node: h("div", { class: "m49-options" }, several ? h("p", { class: "m49-hint" }, "Tick all that fit.") : null, rows),
    read: () => ({ value: several ? (chosen().length ? chosen() : null) : (chosen()[0] ?? null) }),
    fill(value) {
      for (const [id, input] of inputs) input.checked = several ? (value ?? []).includes(id) : value === id;
    },
  };
}
