// Selecting whole words, by mouse, touch or keyboard. For the keyboard the text is one stop of the Tab key, the caret:
// an element of its own, so that a screen reader still reads the text around it as it reads any page.

class Selection {
  /** `changed(how)` is called after every move; how: "word", "sentence", "select", "pointer" or "clear". */
  constructor(pane, caret, built, changed) {
    Object.assign(this, { pane, caret, built, words: built.words, changed, anchor: 0, cursor: -1, active: false, painted: [] });
    caret.addEventListener("keydown", (event) => this.key(event));
    caret.addEventListener("focus", () => this.cursor < 0 && this.move(this.step(1), false, "focus"));
    pane.addEventListener("focus", () => this.dragging || this.focus());
    pane.addEventListener("pointerdown", (event) => this.press(event));
    this.release = (event) => this.lift(event);
    this.followed = () => this.follow();
    document.addEventListener("pointerup", this.release);
    document.addEventListener("selectionchange", this.followed);
  }

  /** Stop listening to the page: the view is gone. */
  close() {
    document.removeEventListener("pointerup", this.release);
    document.removeEventListener("selectionchange", this.followed);
    clearTimeout(this.wait);
  }

  focus() {
    this.caret.focus({ preventScroll: true });
  }

  /** The selected words as [first, last], or null. */
  get range() {
    return this.active ? [Math.min(this.anchor, this.cursor), Math.max(this.anchor, this.cursor)] : null;
  }

  /** The selection: where it stands in the document, its words as the document has them, how many, how many of them hidden. */
  get place() {
    if (!this.range) return null;
    const [first, last] = this.range;
    const words = this.words.slice(first, last + 1);
    const hidden = words.filter((_, index) => !this.visible(first + index)).length;
    return { start: words[0].start, end: words.at(-1).end, count: words.length, hidden, text: textOf(words) };
  }

  visible(at) {
    return this.words[at].nodes.some((node) => node.offsetParent !== null && isWord(node, this.words[at]));
  }

  /** Go to a word; extending keeps where the selection began, and never leaves its section. */
  move(at, extend, how) {
    if (at < 0 || at >= this.words.length) return;
    if (!extend) this.anchor = at;
    if (extend && this.words[at].section !== this.words[this.anchor].section) return;
    this.active = extend;
    this.cursor = at;
    this.paint(how);
  }

  /** Select words from where the selection began to where it went, as far as that is in the same section. */
  select(anchor, cursor, how) {
    while (this.words[cursor].section !== this.words[anchor].section) cursor += cursor > anchor ? -1 : 1;
    Object.assign(this, { anchor, cursor, active: true });
    this.paint(how);
  }

  clear() {
    this.active = false;
    this.anchor = Math.max(0, this.cursor);
    this.paint("clear");
  }

  /** Mark selection and cursor, touching what changes only. */
  paint(how) {
    for (const node of this.painted) node.classList.remove("m49-selected", "m49-cursor");
    this.painted = [];
    const add = (node, name) => node && (node.classList.add(name), this.painted.push(node));
    const [first, last] = this.range ?? [0, -1];
    for (let at = first; at <= last; at += 1) {
      this.words[at].nodes.forEach((node) => add(node, "m49-selected"));
      if (at < last) add(this.built.gaps[at], "m49-selected");
    }
    for (const node of this.words[this.cursor]?.nodes ?? []) if (isWord(node, this.words[this.cursor])) add(node, "m49-cursor");
    if (how !== "pointer") this.words[this.cursor]?.nodes[0].scrollIntoView({ block: "nearest" });
    this.changed(how);
  }

  /** The next word to be seen in a direction, or the one at the cursor. */
  step(by, from = this.cursor) {
    let at = from + by;
    while (at >= 0 && at < this.words.length && !this.visible(at)) at += by;
    return at < 0 || at >= this.words.length ? from : at;
  }

  sentence(by = 0) {
    const { sentences } = this.built;
    return sentences[Math.max(0, Math.min(this.words[this.cursor].sentence + by, sentences.length - 1))];
  }

  /** Where a sentence up or down leads: extending goes to its far end, moving to its first word. */
  bySentence(by, extend) {
    const { first, last } = this.sentence();
    if (!extend) return this.sentence(by).first;
    if (by > 0) return this.cursor < last ? last : this.sentence(1).last;
    return this.cursor > first ? first : this.sentence(-1).first;
  }

  key(event) {
    const { key, shiftKey: extend, ctrlKey, altKey, metaKey } = event;
    if (altKey || metaKey) return;
    if (this.cursor < 0) this.cursor = 0;
    const { first, last } = this.sentence();
    const moves = {
      ArrowRight: () => (ctrlKey ? this.bySentence(1, extend) : this.step(1)),
      ArrowLeft: () => (ctrlKey ? this.bySentence(-1, extend) : this.step(-1)),
      ArrowDown: () => this.bySentence(1, extend),
      ArrowUp: () => this.bySentence(-1, extend),
      Home: () => (ctrlKey ? 0 : first),
      End: () => (ctrlKey ? this.words.length - 1 : last),
    };
    if (moves[key]) this.move(moves[key](), extend, ctrlKey || key === "ArrowDown" || key === "ArrowUp" ? "sentence" : "word");
    else if (ctrlKey) return;
    else if (key === " ") this.select(first, last, "select");
    else if (key === "n" || key === "N") this.move(this.marked(extend ? -1 : 1), false, "word");
    else if (key === "Escape" && this.active) this.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The next word at which a mark of the layers that are on begins; -1 for none. Voices are not counted: they are everywhere. */
  marked(by) {
    const root = this.pane.closest(".m49-reader");
    const shown = this.built.content.marks.filter(({ layer }) => layer !== "voices" && root.classList.contains(`m49-show-${layer}`));
    const starts = shown.map(({ start }) => this.words.findIndex((word) => word.start <= start && start < word.end)).filter((at) => at >= 0 && this.visible(at));
    return by > 0 ? Math.min(...starts.filter((at) => at > this.cursor)) : Math.max(-1, ...starts.filter((at) => at < this.cursor));
  }

  press(event) {
    if (event.pointerType === "mouse" && event.button === 0) this.dragging = true;
    if (!event.shiftKey || this.cursor < 0) return;
    const at = wordAt(event.target);
    if (at !== undefined) this.shifted = at;
  }

  /** The mouse or finger is lifted: take what it selected, or look at the word that was clicked. */
  lift(event) {
    const pressed = this.dragging || this.pane.contains(event.target);
    this.dragging = false;
    if (!pressed || event.button > 0) return;
    const shifted = this.shifted;
    this.shifted = undefined;
    const mouse = event.pointerType === "mouse";
    if (shifted !== undefined) this.move(shifted, true, "pointer");
    else if (!this.adopt() && this.pane.contains(event.target)) {
      const at = wordAt(event.target);
      if (at !== undefined) this.move(at, false, "pointer");
    }
    if (mouse) {
      getSelection()?.removeAllRanges();
      this.focus();
    }
  }

  /** Follow the handles of a touch screen, which send nothing but this. */
  follow() {
    if (this.dragging) return;
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.adopt(), 250);
  }

  /** Take over the browser's own selection, widened to whole words; say whether there was one. */
  adopt() {
    const native = getSelection();
    if (!native?.rangeCount || native.isCollapsed) return false;
    const range = native.getRangeAt(0);
    if (!this.pane.contains(range.startContainer) && !this.pane.contains(range.endContainer)) return false;
    const touched = this.words.map((_, at) => at).filter((at) => this.words[at].nodes.some((node) => node.offsetParent !== null && holds(range, node)));
    if (!touched.length) return false;
    const backwards = native.anchorNode === range.endContainer && native.anchorOffset === range.endOffset;
    const [anchor, cursor] = backwards ? [touched.at(-1), touched[0]] : [touched[0], touched.at(-1)];
    if (anchor !== this.anchor || cursor !== this.cursor || !this.active) this.select(anchor, cursor, "pointer");
    return true;
  }
}

/** Words as text, with one space between two. */
function textOf(words) {
  return words.map(({ text }) => text).join(" ");
}

/** The number of the word that an element belongs to: its own, or for a label the first one of what it labels. */
function wordAt(element) {
  const marked = element.closest?.(".m49-tag")?.marked ?? element.closest?.(".m49-mark");
  const node = element.closest?.("[data-word]") ?? marked?.querySelector("[data-word]");
  return node ? Number(node.dataset.word) : undefined;
}

/** Say whether a piece has letters or figures, not a comma alone (unless that is all of the word). */
function isWord(node, word) {
  return /[\p{L}\p{N}]/u.test(node.textContent) || node.textContent === word.text;
}

/** Say whether a range holds some of a word's letters, not its edge alone (as after a double click on the word before it). */
function holds(range, node) {
  if (!range.intersectsNode(node)) return false;
  const inside = document.createRange();
  inside.selectNodeContents(node);
  return range.compareBoundaryPoints(Range.END_TO_START, inside) < 0 && range.compareBoundaryPoints(Range.START_TO_END, inside) > 0;
}
