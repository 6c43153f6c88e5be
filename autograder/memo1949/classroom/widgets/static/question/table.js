// Table: a real table; each asked cell is a list of choices or a short entry, named by its row and column.
// On a narrow page the cells stand under their row's heading, each with its column's; the roles keep it a table then too.

function table(spec, api) {
  const cells = new Map(); // by row and column, as JSON
  const kinds = new Map();
  const without = new Set(spec.without.map((cell) => JSON.stringify(cell)));

  function cell(row, rowText, column, { label, kind, options }) {
    if (without.has(JSON.stringify([row, column]))) return h("td", { role: "cell", class: "m49-without", "data-column": label }, h("span", { class: "m49-unseen" }, "not asked"), h("span", { "aria-hidden": "true" }, "–"));
    const name = { "aria-label": `${rowText}: ${label}` };
    const shape = kind === "number" ? { inputmode: "decimal", size: 8 } : { size: 11, placeholder: "1949-02-03" };
    const field = kind === "choice" ? chooser(options, name, () => api.changed()) : textInput({ ...name, ...shape }, api);
    cells.set(JSON.stringify([row, column]), field);
    kinds.set(JSON.stringify([row, column]), kind);
    return h("td", { role: "cell", "data-column": label }, field);
  }

  const head = h("tr", { role: "row" }, h("td", { role: "cell" }), spec.columns.map(([, { label }]) => h("th", { scope: "col", role: "columnheader" }, label)));
  const body = spec.rows.map(([row, text]) => h("tr", { role: "row" }, h("th", { scope: "row", role: "rowheader" }, text), spec.columns.map(([column, about]) => cell(row, text, column, about))));
  const dates = spec.columns.some(([, about]) => about.kind === "date");
  const frame = h("div", { class: "m49-scroll" }, h("table", { role: "table", class: `m49-table m49-asked ${spec.columns.length > 3 ? "m49-broad" : ""}` }, h("thead", { role: "rowgroup" }, head), h("tbody", { role: "rowgroup" }, body)));
  const unfinished = (key) => kinds.get(key) === "date" && !/^(\d{4}(-\d\d(-\d\d)?)?)?$/.test(cells.get(key).value.trim());
  return {
    node: h("div", null, dates ? h("p", { class: "m49-hint" }, "Write dates as year, month, day: 1949, 1949-02 or 1949-02-03.") : null, frame),
    read() {
      const value = {};
      for (const [key, field] of cells) {
        const [row, column] = JSON.parse(key);
        if (field.value.trim()) (value[row] ??= {})[column] = field.value.trim();
      }
      const hold = [...cells.keys()].some(unfinished) ? "dates are written 1949, 1949-02 or 1949-02-03." : "";
      return { value: Object.keys(value).length ? value : null, hold };
    },
    fill(value) {
      for (const [key, field] of cells) {
        const [row, column] = JSON.parse(key);
        field.value = value?.[row]?.[column] ?? "";
      }
    },
  };
}
