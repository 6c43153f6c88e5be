// Matching: a labelled list of choices for each item.

function matching(spec, { changed }) {
  const selects = new Map();
  const rows = spec.items.map(([id, text]) => {
    const name = uniqueId();
    const select = chooser(spec.targets, { id: name }, () => changed());
    selects.set(id, select);
    return h("li", { class: "m49-pair" }, h("label", { for: name }, text), select);
  });
  return {
    node: h("ul", { class: "m49-pairs" }, rows),
    read() {
      const value = {};
      for (const [id, select] of selects) if (select.value) value[id] = select.value;
      return { value: Object.keys(value).length ? value : null };
    },
    fill(value) {
      for (const [id, select] of selects) select.value = value?.[id] ?? "";
    },
  };
}
