// Matching: a labelled list of choices for each item.

const LONG_TARGET = 36; // characters; with longer ones the choices stand below their item

function matching(spec, { changed }) {
  const selects = new Map();
  const texts = new Map(spec.targets);
  const rows = spec.items.map(([id, text]) => {
    const name = uniqueId();
    const select = chooser(spec.targets, { id: name }, () => draw() || changed());
    // A closed <select> cuts a long text off; on narrow pages it is written out below, for the eye alone.
    const chosen = h("span", { class: "m49-full", "aria-hidden": "true" });
    selects.set(id, [select, chosen]);
    return h("li", { class: "m49-pair" }, h("label", { for: name }, text), select, chosen);
  });
  function draw() {
    for (const [select, chosen] of selects.values()) setText(chosen, texts.get(select.value) ?? "");
  }
  const long = spec.targets.some(([, text]) => text.length > LONG_TARGET);
  return {
    node: h("ul", { class: long ? "m49-pairs m49-long" : "m49-pairs" }, rows),
    read() {
      const value = {};
      for (const [id, [select]] of selects) if (select.value) value[id] = select.value;
      return { value: Object.keys(value).length ? value : null };
    },
    fill(value) {
      for (const [id, [select]] of selects) select.value = value?.[id] ?? "";
      draw();
    },
  };
}
