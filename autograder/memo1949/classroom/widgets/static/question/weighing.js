// Weighing: a claim, and for each passage three piles to put it on. What is decided is said at once, in numbers and in a sentence.

function weighing(spec, { changed }) {
  const groups = new Map();
  const rows = spec.passages.map(([id, words, place, voice], at) => {
    const name = uniqueId();
    const inputs = spec.piles.map(([pile, text]) => {
      const input = h("input", { type: "radio", name, value: pile, onchange: () => decided() });
      return [input, h("label", { class: "m49-pile" }, input, h("span", null, text))];
    });
    groups.set(id, inputs.map(([input]) => input));
    const legend = h("legend", null, h("span", { class: "m49-par" }, `${at + 1}. “${words}”`), h("span", { class: "m49-place" }, `${place} · ${voice}`));
    return h("fieldset", { class: "m49-weighed" }, legend, h("div", { class: "m49-piles" }, inputs.map(([, label]) => label)));
  });
  const columns = new Map(spec.piles.map(([pile]) => [pile, h("td")]));
  const head = h("tr", null, spec.piles.map(([, text]) => h("th", { scope: "col" }, text)));
  const scale = h("table", { class: "m49-table m49-balance" }, h("caption", null, "The piles"), h("thead", null, head), h("tbody", null, h("tr", null, [...columns.values()])));
  const sentence = h("p", { class: "m49-sentence", role: "status" });

  const chosen = () => [...groups].map(([id, inputs]) => [id, inputs.find((input) => input.checked)?.value]).filter(([, pile]) => pile);

  function decided() {
    draw();
    changed();
  }

  /** Show the piles, and the sentence that they make. */
  function draw() {
    const value = new Map(chosen());
    const on = (pile) => spec.passages.map(([id], at) => [id, at + 1]).filter(([id]) => value.get(id) === pile).map(([, number]) => number);
    for (const [pile, cell] of columns) {
      const numbers = on(pile);
      setText(cell, numbers.length ? `${numbers.length}: ${numbers.length === 1 ? "passage" : "passages"} ${numbers.join(", ")}` : "0");
    }
    setText(sentence, value.size ? inSentence(on, value.size) : "Nothing is decided yet.");
  }

  function inSentence(on, decided) {
    const [pro, con, neither] = ["for", "against", "neither"].map((pile) => on(pile).length);
    const open = spec.passages.length - decided;
    const says = (number, one, many) => (number ? `${number} ${number === 1 ? one : many}` : "");
    const parts = [says(pro, "speaks for it", "speak for it"), says(con, "speaks against it", "speak against it"), says(neither, "does not decide", "do not decide")].filter(Boolean);
    const told = [parts.slice(0, -1).join(", "), parts.at(-1)].filter(Boolean).join(" and ");
    const left = open ? ` ${open} ${open === 1 ? "passage is" : "passages are"} still open.` : "";
    return `Of ${spec.passages.length} passages I read on the claim that “${spec.claim.replace(/[.]$/, "")}”, ${told}. The one that weighs most is number … , because …${left}`;
  }

  draw();
  return {
    node: h(
      "div",
      { class: "m49-weighing" },
      h("p", { class: "m49-hint" }, "Put each passage on a pile: it speaks for the claim, speaks against it, or does not decide. There is no key, but say why."),
      rows,
      scale,
      h("p", { class: "m49-subhead" }, "A sentence to write down and finish"),
      sentence,
      h("p", { class: "m49-hint" }, "Piles are counted here, not weighed: one strong passage may outweigh three weak ones."),
    ),
    read() {
      const value = Object.fromEntries(chosen());
      return { value: Object.keys(value).length ? value : null };
    },
    fill(value) {
      for (const [id, inputs] of groups) for (const input of inputs) input.checked = value?.[id] === input.value;
      draw();
    },
  };
}
