// Selecting whole words, by mouse, touch or keyboard. The text is one stop of the Tab key; arrows move in it.

class Selection {
  /** `words` and `sentences` as buildText gives them; `changed()` is called after every move. */
  constructor(text, { words, sentences }, changed) {
    Object.assign(this, { text, words, sentences, changed, anchor: null, cursor: null, active: false });
    this.order = [...words.keys()].sort((one, other) => one - other);
    text.addEventListener("keydown", (event) => this.key(event));
    text.addEventListener("pointerup", () => setTimeout(() => this.native()));
    text.addEventListener("focus", () => this.cursor === null && this.move(this.order[0], false));
  }

  /** The selected words as [first, last], or null. */
  get range() {
    if (!this.active) return null;
    return [Math.min(this.anchor, this.cursor), Math.max(this.anchor, this.cursor)];
  }

  /** The selected words' place in the document and their number; hidden brackets between them belong to it. */
  get place() {
    if (!this.range) return null;
    const [first, last] = this.range;
    const start = Number(this.words.get(first)[0].dataset.start);
    const end = Number(this.words.get(last).at(-1).dataset.end);
    return { start, end, count: last - first + 1 };
  }

  /** The selected words as text. */
  get wordsText() {
    if (!this.range) return "";
    const [first, last] = this.range;
    return this.order.filter((word) => word >= first && word <= last).map((word) => this.wordText(word)).join(" ");
  }

  wordText(word) {
    return this.words.get(word).map((node) => node.textContent).join("");
  }

  visible(word) {
    return this.words.get(word).some((node) => node.offsetParent !== null);
  }

  move(word, extend) {
    if (word === undefined) return;
    if (!extend || this.anchor === null) this.anchor = word;
    this.active = extend;
    this.cursor = word;
    this.paint();
  }

  select(first, last) {
    this.anchor = first;
    this.cursor = last;
    this.active = true;
    this.paint();
  }

  clear() {
    this.active = false;
    this.anchor = this.cursor;
    this.paint();
  }

  paint() {
    const range = this.range;
    for (const [word, nodes] of this.words)
      for (const node of nodes) {
        node.classList.toggle("m49-selected", Boolean(range) && word >= range[0] && word <= range[1]);
        node.classList.toggle("m49-cursor", word === this.cursor);
      }
    this.words.get(this.cursor)?.[0].scrollIntoView({ block: "nearest" });
    this.changed();
  }

  step(by) {
    let at = this.order.indexOf(this.cursor) + by;
    while (at >= 0 && at < this.order.length && !this.visible(this.order[at])) at += by;
    return this.order[Math.max(0, Math.min(at, this.order.length - 1))];
  }

  sentence(by) {
    const at = this.sentences.findIndex(({ first, last }) => first <= this.cursor && this.cursor <= last);
    return this.sentences[Math.max(0, Math.min(at + by, this.sentences.length - 1))];
  }

  key(event) {
    const moves = {
      ArrowRight: () => this.step(1),
      ArrowLeft: () => this.step(-1),
      ArrowDown: () => this.sentence(1).first,
      ArrowUp: () => this.sentence(-1).first,
      Home: () => this.sentence(0).first,
      End: () => this.sentence(0).last,
    };
    if (this.cursor === null) this.cursor = this.order[0];
    if (moves[event.key] && !event.altKey && !event.ctrlKey && !event.metaKey) this.move(moves[event.key](), event.shiftKey);
    else if (event.key === " ") this.select(this.sentence(0).first, this.sentence(0).last);
    else if (event.key === "Escape" && this.active) this.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Take over what was selected with the mouse or a finger, widened to whole words; a click looks at one word. */
  native() {
    const native = this.text.getRootNode().getSelection?.() ?? window.getSelection();
    if (!native?.rangeCount) return;
    const range = native.getRangeAt(0);
    const touched = [...this.text.querySelectorAll("[data-word]")].filter((node) => node.offsetParent !== null && range.intersectsNode(node) && !edgeOnly(range, node));
    if (!touched.length) return;
    const numbers = touched.map((node) => Number(node.dataset.word));
    if (native.isCollapsed) this.move(numbers[0], false);
    else this.select(Math.min(...numbers), Math.max(...numbers));
    native.removeAllRanges();
  }
}

/** Say whether a range only touches a node's edge, as after a double click that takes in the space behind. */
function edgeOnly(range, node) {
  if (range.collapsed) return false;
  const inside = document.createRange();
  inside.selectNodeContents(node);
  return range.compareBoundaryPoints(Range.END_TO_START, inside) >= 0 || range.compareBoundaryPoints(Range.START_TO_END, inside) <= 0;
}
