// Quotation: the words of the document, with a count of words and the kernel's word on where they stand.

const LEAST_WORDS = 4;
const MOST_WORDS = 40;

/** Return a text's length against what is asked, in words. */
function lengthText(text) {
  const count = text.split(/\s+/).filter(Boolean).length;
  const words = `${count} ${count === 1 ? "word" : "words"}`;
  if (!count) return `${LEAST_WORDS} to ${MOST_WORDS} words of the document`;
  if (count < LEAST_WORDS) return `${words}: at least ${LEAST_WORDS} are needed`;
  return count > MOST_WORDS ? `${words}: at most ${MOST_WORDS}, quote what matters` : `${words} of ${MOST_WORDS} at most`;
}

/** One field for a quotation. `name` is under which the kernel's remark on it comes: "quote", or "0", "1" … */
function quotationField(label, name, { changed }) {
  const id = uniqueId();
  const area = h("textarea", { id, class: "m49-area", rows: 3, spellcheck: "false", "aria-describedby": `${id}-length ${id}-found` });
  const length = h("span", { id: `${id}-length`, class: "m49-length" });
  const found = h("span", { id: `${id}-found`, class: "m49-found", role: "status" });
  let remark = null;
  function draw() {
    setText(length, lengthText(area.value));
    const fits = remark && remark.of === area.value.trim() && remark.text;
    found.dataset.kind = fits ? remark.kind : "";
    setText(found, fits ? `${remark.kind === "found" ? "✓" : "?"} ${remark.text}` : "");
  }
  area.addEventListener("input", () => {
    draw();
    changed(TYPING_PAUSE);
  });
  area.addEventListener("change", () => changed());
  draw();
  return {
    node: h("div", { class: "m49-quotation" }, h("label", { for: id }, label), area, h("p", { class: "m49-remarks" }, length, found)),
    read: () => area.value.trim(),
    fill(text) {
      if (area.value.trim() !== (text ?? "")) area.value = text ?? "";
      draw();
    },
    remark(remarks) {
      remark = remarks?.[name] ?? null;
      draw();
    },
  };
}

function quotation(spec, api) {
  const label = (at) => (spec.passages > 1 ? `Passage ${at + 1} of ${spec.passages}, word for word` : "The passage, word for word");
  const fields = Array.from({ length: spec.passages }, (_, at) => quotationField(label(at), String(at), api));
  return {
    node: h("div", { class: "m49-quotations" }, fields.map((field) => field.node)),
    read() {
      const texts = fields.map((field) => field.read());
      return { value: texts.some(Boolean) ? texts : null };
    },
    fill(value) {
      fields.forEach((field, at) => field.fill(value?.[at]));
    },
    remark(remarks) {
      fields.forEach((field) => field.remark(remarks));
    },
  };
}
