// Sending the selected words to a question, and saying what came of it.

const LEAST = 4;
const MOST = 40;

function buildSending(model, selection) {
  const client = Math.random().toString(36).slice(2);
  let sequence = 0;
  let alarm;
  const chosen = h("p", { class: "m49-picked", role: "status" });
  const target = h("select", { class: "m49-select m49-target", "aria-label": "Question to send the quotation to", onfocus: ask });
  const button = h("button", { type: "button", class: "m49-button m49-send", onclick: send }, "Send as quotation");
  const status = h("p", { class: "m49-status", role: "status" });

  /** Ask the kernel which questions there are now: they may have been asked after this reader. */
  function ask() {
    try {
      model.send({ what: "targets" });
    } catch {
      // A closed connection shows when something is sent.
    }
  }

  function fill() {
    const kept = target.value;
    const options = model.get("targets").map(([id, slot, label]) => h("option", { value: `${id} ${slot}` }, label));
    target.replaceChildren(h("option", { value: "" }, options.length ? "choose a question …" : "no question asks for a quotation yet: run all cells"), ...options);
    target.value = [...target.options].some((option) => option.value === kept) ? kept : "";
  }

  function report(kind, text) {
    status.dataset.kind = kind;
    const signs = { saved: "✓", error: "⚠" };
    status.replaceChildren(h("span", { "aria-hidden": "true" }, signs[kind] ?? ""), h("span", null, text));
  }

  function show() {
    const place = selection.place;
    if (!place) setText(chosen, "Nothing selected. Select words with the mouse; or with the arrow keys in the text, holding Shift.");
    else {
      const fault = place.count < LEAST ? `, at least ${LEAST} are needed` : place.count > MOST ? `, at most ${MOST} are allowed` : "";
      setText(chosen, `${place.count} ${place.count === 1 ? "word" : "words"} selected${fault}: “${selection.wordsText}”`);
    }
  }

  function send() {
    const place = selection.place;
    if (!place) return report("error", "Select some words of the text first.");
    if (place.count < LEAST || place.count > MOST) return report("error", `A quotation has ${LEAST} to ${MOST} words; you have selected ${place.count}.`);
    if (!target.value) return report("error", "Choose the question that the words are for.");
    const [id, slot] = target.value.split(" ");
    sequence += 1;
    clearTimeout(alarm);
    alarm = setTimeout(() => report("error", "Not sent: the kernel does not answer. Choose Run, then Run All Cells, and send again."), 3000);
    try {
      model.send({ what: "send", id, slot: Number(slot), start: place.start, end: place.end, seq: sequence, client });
    } catch {
      // The alarm says so.
    }
  }

  model.on("change:reply", () => {
    const reply = model.get("reply");
    if (reply.client !== client || reply.seq !== sequence) return;
    clearTimeout(alarm);
    report(reply.kind, reply.text);
  });
  model.on("change:targets", fill);
  fill();
  show();
  return { element: h("div", { class: "m49-sending" }, chosen, h("div", { class: "m49-sendrow" }, target, button), status), show, ask };
}
