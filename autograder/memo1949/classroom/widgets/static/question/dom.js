// Small helpers for building the page, for all parts of the widget.

/** Return a new element. Attributes starting with "on" are listeners; false, null and undefined leave one out. */
function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Return plain text as elements, one a paragraph; a blank line parts paragraphs. */
function paragraphs(text, tag = "p") {
  return text.split(/\n\s*\n/).map((part) => h(tag, { class: "m49-par" }, part.trim()));
}

/** Return an id that no other element of the page has, also when a widget is shown twice. */
function uniqueId() {
  globalThis.memo1949Ids = (globalThis.memo1949Ids ?? 0) + 1;
  return `m49-${globalThis.memo1949Ids}`;
}

/** Set an element's text only if it differs, so that a screen reader does not say the same again. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Say whether two pieces of plain data are equal. */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Return a <select> with nothing chosen: its first entry is an empty one. */
function chooser(options, attributes, onchange) {
  const entries = options.map(([id, text]) => h("option", { value: id }, text));
  return h("select", { class: "m49-select", ...attributes, onchange }, h("option", { value: "" }, "choose …"), entries);
}

/** Return the browser's clock for a moment: 14:03 today, 3 Nov 14:03 on another day. */
function clock(iso) {
  const moment = new Date(iso);
  const time = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (moment.toDateString() === new Date().toDateString()) return time;
  return `${moment.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${time}`;
}

const DRAWN_AWAY = 10; // pixels

/**
 * Let a click count although the page moves under the pointer between pressing and letting go, as it does when JupyterLab
 * scrolls to the cell that was pressed. Who draws the pointer away cancels the click, as ever.
 */
function holdPointer(root) {
  root.addEventListener("pointerdown", (pressed) => {
    const target = pressed.target.closest("button, label");
    if (!target || pressed.button !== 0) return;
    target.setPointerCapture(pressed.pointerId);
    const drawn = (event) => {
      if (Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) > DRAWN_AWAY) target.releasePointerCapture(event.pointerId);
    };
    target.addEventListener("pointermove", drawn);
    target.addEventListener("lostpointercapture", () => target.removeEventListener("pointermove", drawn), { once: true });
  });
}
