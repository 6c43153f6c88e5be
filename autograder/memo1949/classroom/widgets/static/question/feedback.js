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

/** Fill `region`, an aria-live element that is always there, with feedback, or empty it. */
function drawFeedback(region, feedback) {
  if (!feedback || !Object.keys(feedback).length) {
    region.replaceChildren();
    return;
  }
  const kind = verdict(feedback);
  const [sign, words] = VERDICTS[kind];
  const { parts = [], misreadings = [], explanation = "", passages = [], note = "" } = feedback;
  const lines = [h("p", { class: "m49-verdict" }, h("span", { "aria-hidden": "true" }, `${sign} `), words)];
  if (parts.length > 1 || kind === "partly") lines.push(h("ul", { class: "m49-parts" }, parts.map(part)));
  if (note) lines.push(h("p", null, note));
  lines.push(...misreadings.map((text) => h("p", { class: "m49-misreading" }, h("strong", null, "Misreading: "), text)));
  if (kind !== "open") lines.push(...paragraphs(explanation));
  if (passages.length) lines.push(h("p", { class: "m49-subhead" }, "Where it stands"), ...passages.map(passage));
  region.replaceChildren(h("div", { class: "m49-card", "data-kind": kind }, lines));
}
