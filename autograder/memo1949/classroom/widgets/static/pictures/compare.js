// The comparison: words that both sides share, marked all together or one by one.

function liveCompare(root, say) {
  const marks = [...root.querySelectorAll("mark")];
  const words = [...new Set(marks.map((mark) => mark.dataset.shared))].sort();
  const line = root.querySelector(".m49-sharedline");
  const group = switches("Shared words", "checkbox", [["on", "mark the words that both sides share", true]], (on) => root.classList.toggle("m49-unmarked", !on.length));
  underTitle(root, group.element);
  if (!words.length) return;

  function point(word) {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.textContent === word));
    for (const mark of marks) mark.classList.toggle("m49-pointed", mark.dataset.shared === word);
    const number = (side) => root.querySelectorAll(`.m49-column:nth-child(${side}) .m49-pointed`).length;
    say(word ? `“${word}”: ${number(1)} on the left, ${number(2)} on the right.` : "");
  }

  const pressed = (button) => button.getAttribute("aria-pressed") === "true";
  const buttons = words.map((word) => h("button", { type: "button", class: "m49-button m49-word", "aria-pressed": "false", onclick: ({ target }) => point(pressed(target) ? "" : word) }, word));
  line.replaceChildren("Words on both sides, to find in the columns: ", ...buttons);
}
