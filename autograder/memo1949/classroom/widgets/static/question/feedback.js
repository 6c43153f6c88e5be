// Feedback: what a practice question says after “Check my answer”.

const VERDICTS = { right: ["✓", "Right."], partly: ["◐", "Partly right."], wrong: ["✗", "Not right yet."], open: ["?", "Nothing to check yet: answer first."] };

function verdict({ right, share }) {
  if (right === null || right === undefined) return "open";
  if (right) return "right";
  return share > 0 ? "partly" : "wrong";
}

function part([label, said, right]) {
  const sign = right ? "✓" : "✗";
  return h("li", null, h("strong", { class: right ? "m49-good" : "m49-bad" }, `${sign} ${right ? "right" : "not right"}: `), `${label}: ${said}`);
}

function passage(words) {
  return h("blockquote", { class: "m49-passage" }, `“${words}”`);
}

/** Fill `region`, an aria-live element, with feedback, or empty it. */
function drawFeedback(region, feedback) {
  region.hidden = !feedback || !Object.keys(feedback).length;
  if (region.hidden) {
    region.replaceChildren();
    return;
  }
  const kind = verdict(feedback);
  const [sign, words] = VERDICTS[kind];
  const { parts = [], misreadings = [], explanation = "", passages = [], note = "" } = feedback;
  region.dataset.kind = kind;
  region.replaceChildren(
    h("p", { class: "m49-verdict" }, h("span", { "aria-hidden": "true" }, `${sign} `), words),
    ...(parts.length > 1 || kind === "partly" ? [h("ul", { class: "m49-parts" }, parts.map(part))] : []),
    ...(note ? [h("p", null, note)] : []),
    ...misreadings.map((text) => h("p", { class: "m49-misreading" }, h("strong", null, "Misreading: "), text)),
    ...(kind === "open" ? [] : paragraphs(explanation)),
    ...(passages.length ? [h("p", { class: "m49-subhead" }, "Where it stands"), ...passages.map(passage)] : []),
  );
}
