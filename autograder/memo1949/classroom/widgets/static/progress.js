// Progress: how many questions are answered, what is missing, and whether the notebook carries the answers.

/** Bring a question of this notebook into view and put the focus on its first control. */
function visit(id, from) {
  const page = from.closest(".jp-Notebook") ?? document;
  const target = [...page.querySelectorAll("[data-question]")].find((node) => node.dataset.question === id);
  if (!target) return false;
  target.scrollIntoView({ block: "start" });
  target.querySelector("input, select, textarea, button:not(:disabled)")?.focus({ preventScroll: true });
  return true;
}

function sealText({ sealed, newer }) {
  if (!sealed) return ["○", "Not sealed yet: answer, then run this cell again."];
  if (newer) {
    const answers = newer === 1 ? "1 answer is" : `${newer} answers are`;
    return ["⚠", `${answers} newer than the seal: run this cell again before you upload the notebook alone.`];
  }
  return ["✓", `Sealed ${clock(sealed)}: this notebook carries your answers. Save it (Ctrl+S) before you upload it alone.`];
}

function render({ model, el }) {
  const count = h("p", { class: "m49-count", role: "status" });
  const list = h("ul", { class: "m49-missing" });
  const seal = h("p", { class: "m49-status", role: "status" });
  const problem = h("p", { class: "m49-status", "data-kind": "error", role: "status" });
  const root = h("section", { class: "m49 m49-progress", "aria-label": "Your answers" }, count, list, seal, problem);

  function line([id, name]) {
    const hint = h("span", null);
    const go = h("button", { type: "button", class: "m49-link", onclick: () => visit(id, el) || setText(hint, " (run its cell to see it)") }, name);
    return h("li", { "data-missing": id }, go, h("span", null), hint);
  }

  /** Bring the list up to date by the least change: whoever has the keyboard's focus in it keeps it, or gets the next entry. */
  function drawMissing(missing) {
    const ids = new Set(missing.map(([id]) => id));
    const held = [...list.children].findIndex((entry) => entry.contains(document.activeElement));
    for (const entry of [...list.children]) if (!ids.has(entry.dataset.missing)) entry.remove();
    for (const [at, wanted] of missing.entries()) {
      const entry = [...list.children].find((one) => one.dataset.missing === wanted[0]) ?? line(wanted);
      if (list.children[at] !== entry) list.insertBefore(entry, list.children[at] ?? null);
      setText(entry.children[1], `: ${wanted[2]}`);
      setText(entry.children[2], "");
    }
    if (held < 0 || list.contains(document.activeElement)) return;
    const next = list.children[Math.min(held, list.children.length - 1)];
    (next?.querySelector("button") ?? root.closest(".jp-Cell"))?.focus({ preventScroll: true });
  }

  function draw() {
    const progress = model.get("progress");
    setText(count, `${progress.answered} of ${progress.total} answered`);
    drawMissing(progress.missing);
    const [sign, text] = sealText(progress);
    seal.dataset.kind = progress.newer ? "hold" : progress.sealed ? "saved" : "empty";
    seal.replaceChildren(h("span", { "aria-hidden": "true" }, sign), h("span", null, text));
    problem.hidden = !progress.problem;
    problem.replaceChildren(h("span", { "aria-hidden": "true" }, "⚠"), h("span", null, progress.problem ?? ""));
  }

  guardKeys(root, () => {});
  draw();
  model.on("change:progress", draw);
  model.on("comm_live_update", () => {
    seal.dataset.kind = "hold";
    seal.replaceChildren(h("span", { "aria-hidden": "true" }, "⚠"), h("span", null, "The kernel was restarted, so this count stands still. Choose Run, then Run All Cells."));
  });
  el.append(root);
}

export default { render };
