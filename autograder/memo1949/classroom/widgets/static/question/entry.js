// Number and date: short typed entries.

const TYPING_PAUSE = 400;

function textInput(attributes, { changed }) {
  return h("input", { type: "text", class: "m49-input", autocomplete: "off", ...attributes, oninput: () => changed(TYPING_PAUSE), onchange: () => changed() });
}

function number(spec, api) {
  const input = textInput({ inputmode: "decimal", size: 12, "aria-label": spec.unit ? `Your answer, in ${spec.unit}` : "Your answer, in figures" }, api);
  return {
    node: h("p", { class: "m49-entry" }, input, spec.unit ? h("span", { "aria-hidden": "true" }, ` ${spec.unit}`) : null),
    read: () => ({ value: input.value.trim() || null }),
    fill(value) {
      input.value = value ?? "";
    },
  };
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const pad = (text, length) => text.padStart(length, "0");

/** A date in as many fields as its precision has; the value is EDTF: 1949, 1949-02, 1949-02-03. */
function date(spec, api) {
  const day = textInput({ inputmode: "numeric", size: 3, maxlength: 2 }, api);
  const month = chooser(MONTHS.map((name, at) => [pad(String(at + 1), 2), name]), {}, () => api.changed());
  const year = textInput({ inputmode: "numeric", size: 5, maxlength: 4 }, api);
  const fields = { year: [year], month: [month, year], day: [day, month, year] }[spec.precision];
  const labels = new Map([[day, "Day"], [month, "Month"], [year, "Year"]]);
  const parts = () => ({ day: day.value.trim(), month: month.value, year: year.value.trim() });

  /** Return what is still missing for a date that can be written down, "" if nothing is. */
  function hold({ day, month, year }) {
    if (!/^\d{4}$/.test(year)) return "the year needs four figures.";
    if (day && !month) return "choose the month too.";
    if (day && !/^\d{1,2}$/.test(day)) return "write the day in figures.";
    return "";
  }

  return {
    node: h("p", { class: "m49-entry" }, fields.map((field) => h("label", { class: "m49-field" }, h("span", null, labels.get(field)), field))),
    read() {
      const raw = parts();
      if (!raw.day && !raw.month && !raw.year) return { value: null };
      const text = [raw.year, raw.month, raw.day && pad(raw.day, 2)].filter(Boolean).join("-");
      return { value: text, raw, hold: hold(raw) };
    },
    fill(value) {
      const [y, m, d] = typeof value === "string" ? value.split("-") : [value?.year, value?.month, value?.day];
      year.value = y ?? "";
      month.value = m ?? "";
      day.value = typeof value === "string" && d ? String(Number(d)) : (d ?? "");
    },
  };
}
