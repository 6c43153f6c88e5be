// The frame around every question: prompt, points, the kind's own controls, quotation, status, buttons.

const KINDS = {
  "single-choice": choice,
  "multiple-choice": choice,
  matching,
  ordering,
  number,
  date,
  quotation,
  table,
  weighing,
};
const SIGNS = { empty: "○", partial: "◐", saved: "✓", error: "⚠", hold: "…" };

function heading({ number, points, practice }) {
  const name = practice ? `Practice ${number ?? ""}` : `Question ${number ?? ""}`;
  const worth = points ? `${points} ${points === 1 ? "point" : "points"}` : "";
  return h("p", { class: "m49-head" }, h("span", { class: "m49-name" }, name.trim()), worth ? h("span", { class: "m49-points" }, worth) : null);
}

function render({ model, el }) {
  const spec = model.get("spec");
  const voice = h("div", { class: "m49-unseen", "aria-live": "polite" });
  let saving = null;
  let cleared = null;
  const changed = (delay) => {
    forgetClearing();
    clear.disabled = isEmpty(read());
    saving.changed(delay);
  };
  const api = { changed, announce: (text) => setText(voice, text) };

  const answer = KINDS[spec.kind](spec, api);
  const quote = spec.quotes ? quotationField("The words of the document that support your answer", "quote", api) : null;
  const sign = h("span", { class: "m49-sign", "aria-hidden": "true" });
  const text = h("span", { class: "m49-text" });
  const status = h("p", { class: "m49-status", role: "status" }, sign, text);
  const clear = h("button", { type: "button", class: "m49-button", onclick: wipe }, "Clear");
  const check = h("button", { type: "button", class: "m49-button m49-main", onclick: ask }, "Check my answer");
  const feedback = h("div", { class: "m49-feedback", "aria-live": "polite" });
  const legend = h("legend", null, paragraphs(spec.prompt, "span"));
  const foot = h("div", { class: "m49-foot" }, status, h("div", { class: "m49-buttons" }, spec.checks ? check : null, clear));
  const root = h("section", { class: "m49", "data-question": spec.id, "aria-label": `${spec.practice ? "Practice" : "Question"} ${spec.number ?? ""}`.trim() });
  root.append(heading(spec), h("fieldset", null, legend, answer.node), ...(quote ? [quote.node] : []), foot, feedback, voice);

  const read = () => ({ ...answer.read(), quote: quote?.read() ?? "" });
  const isEmpty = ({ value, quote: words }) => value === null && !words;

  function fill({ value, quote: words }) {
    answer.fill(value ?? null);
    quote?.fill(words);
    answer.remark?.(model.get("remarks"));
    quote?.remark(model.get("remarks"));
    clear.disabled = !cleared && isEmpty(read());
  }

  function report(kind, words) {
    status.dataset.kind = kind;
    setText(sign, SIGNS[kind] ?? "");
    setText(text, words);
    clear.disabled = !cleared && isEmpty(read());
  }

  /** Empty the answer; the same button brings it back until something else is entered. */
  function wipe() {
    const before = read();
    const back = cleared;
    fill(back ?? { value: null, quote: "" });
    saving.changed();
    cleared = back ? null : { value: before.raw ?? before.value, quote: before.quote };
    setText(clear, cleared ? "Bring back" : "Clear");
    api.announce(cleared ? "Cleared. The same button brings the answer back." : "The answer is back.");
    clear.disabled = false;
  }

  function forgetClearing() {
    cleared = null;
    setText(clear, "Clear");
  }

  function ask() {
    const { hold } = read();
    if (hold) report("hold", `Not checked yet: ${hold}`);
    else saving.send("check");
  }

  saving = new Saving(model, { read, report, adopt: () => fill(model.get("answer")) });
  guardKeys(root, () => saving.flush());
  holdPointer(root);
  // What is typed counts when the field is left, also if the browser sends no change event.
  root.addEventListener("focusout", () => saving.flush());
  el.append(root);

  fill(model.get("answer"));
  saving.show(model.get("state"));
  if (model.get("state").reason === "disk") saving.again();
  drawFeedback(feedback, model.get("feedback"));
  model.on("change:state", () => saving.heard());
  model.on("change:remarks", () => [answer, quote].forEach((entry) => entry?.remark?.(model.get("remarks"))));
  model.on("change:feedback", () => drawFeedback(feedback, model.get("feedback")));

  // The manager says this when the kernel of a shown widget was restarted; a new kernel does not know the widget.
  model.on("comm_live_update", () => saving.lost());

  const draft = saving.draft();
  if (draft) {
    fill(draft);
    saving.changed();
  }
  return () => saving.close();
}

export default { render };
