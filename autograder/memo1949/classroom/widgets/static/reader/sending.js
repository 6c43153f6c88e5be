// The selected words, the question they are for, and what came of sending them.

const LEAST = 4;
const MOST = 40;
const UNHEARD = "Not sent: the kernel does not answer. If a cell is still running, wait for it and send again. Otherwise choose Run, then Run All Cells.";
const RESTARTED = "The kernel was restarted, so nothing can be sent from here. Choose Run, then Run All Cells.";

function buildSending(model, selection) {
  const client = Math.random().toString(36).slice(2);
  let sequence = 0;
  let gone = false;
  let alarm;
  const id = uniqueId();
  const count = h("p", { class: "m49-picked-count" });
  const words = h("blockquote", { class: "m49-picked-words" });
  const target = h("select", { id, class: "m49-select m49-target", onfocus: () => message({ what: "targets" }), onchange: warn });
  const button = h("button", { type: "button", class: "m49-button m49-main m49-send", onclick: send }, "Send");
  const warning = h("p", { class: "m49-quiet m49-replaces" });
  const status = h("p", { class: "m49-status", role: "status" });
  const element = h(
    "div",
    { class: "m49-panel m49-sending", role: "group", "aria-label": "Quotation" },
    h("div", { class: "m49-picked" }, count, words),
    h("label", { for: id }, "Send as quotation to:"),
    h("div", { class: "m49-sendrow" }, target, button),
    warning,
    status,
  );

  function message(content) {
    try {
      model.send(content);
    } catch {
      // The connection is closed; the missing answer says so.
    }
  }

  /** Fill the list of questions, which may have been asked after this reader was shown. */
  function fill() {
    const kept = target.value;
    const options = model.get("targets").map(({ id: name, slot, label, quote }) => h("option", { value: `${name} ${slot}` }, `${quote ? "✓ " : ""}${label}`));
    target.replaceChildren(h("option", { value: "" }, options.length ? "choose a question …" : "no question takes a quotation yet"), ...options);
    target.value = [...target.options].some((option) => option.value === kept) ? kept : "";
    warn();
  }

  function chosen() {
    return model.get("targets").find(({ id: name, slot }) => `${name} ${slot}` === target.value);
  }

  /** Say beforehand what sending would replace. */
  function warn() {
    const { quote } = chosen() ?? {};
    const replaces = quote && quote !== selection.place?.text;
    warning.hidden = !replaces;
    setText(warning, replaces ? `Its quotation now: “${quote}”. Sending replaces it.` : "");
  }

  function report(kind, text, ...more) {
    status.dataset.kind = kind;
    const signs = { saved: "✓", error: "⚠" };
    status.replaceChildren(h("span", { "aria-hidden": "true" }, signs[kind] ?? ""), h("span", null, text, ...more));
  }

  /** What is wrong with the length of the selection, "" for nothing. */
  function fault(place) {
    return place.count < LEAST ? `at least ${LEAST} are needed` : place.count > MOST ? `at most ${MOST} are allowed` : "";
  }

  function show() {
    const place = selection.place;
    element.classList.toggle("m49-empty", !place);
    warn();
    if (!place) {
      setText(count, `Select ${LEAST} to ${MOST} words of the text: drag over them with the mouse, or hold Shift and press the arrow keys.`);
      return setText(words, "");
    }
    const wrong = fault(place);
    count.dataset.kind = wrong ? "wrong" : "right";
    const hidden = place.hidden ? `, ${place.hidden} of them hidden in brackets` : "";
    setText(count, `${wrong ? "⚠" : "✓"} ${place.count} ${place.count === 1 ? "word" : "words"} selected${hidden}${wrong ? `: ${wrong}` : ""}`);
    setText(words, inSight(place.text));
  }

  /** The words as far as they fit into the panel. */
  function inSight(text) {
    const all = text.split(" ");
    return all.length > MOST + 10 ? `${all.slice(0, MOST / 2).join(" ")} […] ${all.slice(-MOST / 4).join(" ")}` : text;
  }

  /** The number of selected words, for a screen reader. */
  function counted() {
    const place = selection.place;
    if (!place) return "Nothing selected.";
    const wrong = fault(place);
    return `${place.count} ${place.count === 1 ? "word" : "words"} selected${wrong ? `, ${wrong}` : ""}`;
  }

  /** The number and the words. */
  function inWords() {
    return selection.place ? `${counted()}: ${inSight(selection.place.text)}` : counted();
  }

  function send() {
    const place = selection.place;
    if (!place) return report("error", "Select some words of the text first.");
    if (fault(place)) return report("error", `A quotation has ${LEAST} to ${MOST} words; you have selected ${place.count}.`);
    if (!target.value) return report("error", "Choose the question that the words are for.");
    if (gone) return report("error", RESTARTED);
    const [name, slot] = target.value.split(" ");
    sequence += 1;
    clearTimeout(alarm);
    alarm = setTimeout(() => report("error", UNHEARD), 3000);
    message({ what: "send", id: name, slot: Number(slot), start: place.start, end: place.end, seq: sequence, client });
  }

  function heard() {
    const reply = model.get("reply");
    if (reply.client !== client || reply.seq !== sequence) return;
    clearTimeout(alarm);
    if (reply.kind !== "saved") return report(reply.kind, reply.text);
    const there = () => [...(element.closest(".jp-Notebook") ?? document).querySelectorAll("[data-question]")].find((node) => node.dataset.question === reply.id);
    const go = h("button", { type: "button", class: "m49-link", onclick: () => visit(there()) }, "Go to the question");
    report("saved", `${reply.text} `, there() ? go : "");
  }

  function visit(question) {
    question?.scrollIntoView({ block: "start" });
    question?.querySelector("input, select, textarea, button:not(:disabled)")?.focus({ preventScroll: true });
  }

  model.on("change:reply", heard);
  model.on("change:targets", fill);
  // The manager says this when the kernel of a shown widget was restarted; a new kernel does not know the widget.
  model.on("comm_live_update", () => {
    gone = true;
    report("error", RESTARTED);
  });
  fill();
  show();
  return { element, show, counted, inWords, target, close: () => clearTimeout(alarm) };
}
