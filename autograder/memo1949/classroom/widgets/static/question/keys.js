// Keys. JupyterLab takes arrow keys, letters and digits before a control inside an output sees them. Its key bindings
// look from the focused element upwards and stop at the attribute data-lm-suppress-shortcuts, so the focused element
// itself must have it. The few keys that people expect to work everywhere are handed back here.

const EDITING = new Set(["a", "c", "v", "x", "y", "z", "arrowleft", "arrowright", "arrowup", "arrowdown", "backspace", "delete", "home", "end", "insert"]);

/** Say what a key is for: "run" a cell, "leave" the widget, a "command" of the page, or "" for the widget itself. */
function purpose(event) {
  if (event.isComposing || event.defaultPrevented) return "";
  const accelerator = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && (event.shiftKey || accelerator || event.altKey)) return "run";
  if (event.key === "Escape") return "leave";
  return accelerator && !event.altKey && !EDITING.has(event.key.toLowerCase()) && event.key.length === 1 ? "command" : "";
}

/** Keep JupyterLab's shortcuts out of `root`, except running a cell, Escape and Ctrl or Cmd with a letter. */
function guardKeys(root, beforeLeaving) {
  root.addEventListener("focusin", ({ target }) => target.setAttribute("data-lm-suppress-shortcuts", "true"));
  root.addEventListener("keydown", (event) => {
    const cell = root.closest(".jp-Cell");
    const wanted = cell ? purpose(event) : "";
    if (!wanted) return;
    beforeLeaving();
    if (wanted !== "command") cell.focus({ preventScroll: true });
    const { key, code, keyCode, ctrlKey, shiftKey, altKey, metaKey } = event;
    const copy = { key, code, keyCode, which: keyCode, ctrlKey, shiftKey, altKey, metaKey, bubbles: true, cancelable: true };
    const taken = !cell.dispatchEvent(new KeyboardEvent("keydown", copy));
    if (taken || wanted !== "command") {
      event.preventDefault();
      event.stopPropagation();
    }
  });
}
