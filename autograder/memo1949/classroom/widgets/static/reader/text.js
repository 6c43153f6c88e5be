// The text: sections, paragraphs, numbered sentences, words; and around them one element for each mark of the layers.

/**
 * Build the text of all sections. Returns its element and what stands in it:
 * words [{start, end, text, nodes, sentence, section}], gaps [the white space behind a word], sentences
 * [{id, number, section, paragraph, first, last}].
 */
function buildText(content) {
  const built = { root: h("div", { class: "m49-page", lang: "en" }), words: [], gaps: [], sentences: [], content };
  for (const section of content.sections) new SectionBuilder(section, built).build();
  return built;
}

/** Builds one section, run after run; `open` are the elements of the marks that the present place is in. */
class SectionBuilder {
  constructor(section, built) {
    Object.assign(this, { section, built, open: [], block: null, part: -1, voice: "", inside: false });
    this.inner = new Set(); // voices inside another voice: they stay in its line
    const voices = [...new Set(section.runs.flatMap((run) => run[3]))].map((index) => this.mark(index)).filter((mark) => mark.layer === "voices");
    for (const one of voices) if (voices.some((other) => other !== one && other.start <= one.start && one.end <= other.end)) this.inner.add(one);
  }

  mark(index) {
    return this.built.content.marks[index];
  }

  build() {
    const { section, built } = this;
    this.root = h("div", { class: "m49-section", "data-section": section.id });
    if (section.parts[0][3]) this.root.append(h("h3", { class: "m49-untitled" }, section.title));
    for (const [start, end, part, indices] of section.runs) {
      if (part < 0) this.gap(start, end);
      else this.run(start, end, part, indices.map((index) => this.mark(index)));
    }
    this.close(0, section.end);
    built.root.append(this.root);
  }

  /** White space between two parts: a space between sentences, nothing between paragraphs. */
  gap(start, end) {
    this.inside = false;
    this.close(0, start);
    this.next = this.space(start, end);
  }

  run(start, end, part, marks) {
    const fresh = part !== this.part;
    if (fresh) this.begin(part);
    const path = this.path(marks);
    const outer = path.filter((mark) => this.blocks(mark)).length;
    let same = 0;
    while (same < path.length && this.open[same]?.mark === path[same]) same += 1;
    this.close(fresh ? Math.min(same, outer) : same, start);
    while (this.open.length < outer) this.push(path[this.open.length]);
    if (fresh) this.number(part);
    while (this.open.length < path.length) this.push(path[this.open.length]);
    for (const [piece] of this.slice(start, end).matchAll(/\s+|\S+/g)) {
      if (/\s/.test(piece[0])) this.top.append(this.space(start, start + piece.length));
      else this.top.append(this.piece(start, piece));
      this.inside = !/\s/.test(piece[0]);
      start += piece.length;
    }
  }

  /** Marks from the outermost to the innermost: voices first, then the longer ones; faults last, for they cross the others. */
  path(marks) {
    const rank = (mark) => (this.blocks(mark) ? 0 : mark.layer === "faults" ? 2 : 1);
    return [...marks].sort((one, other) => rank(one) - rank(other) || other.end - other.start - (one.end - one.start) || one.start - other.start);
  }

  blocks(mark) {
    return mark.layer === "voices" && !this.inner.has(mark);
  }

  get top() {
    return this.open.at(-1)?.node ?? this.block;
  }

  push(mark) {
    const voice = this.blocks(mark) ? mark.label + doubt(mark) : "";
    const node = markNode(mark, Boolean(voice), voice !== "" && voice === this.voice);
    this.voice = voice || this.voice;
    this.top.append(node);
    this.open.push({ mark, node });
  }

  /** Leave elements until `depth` are open; a mark that ends here gets its label behind its words. */
  close(depth, at) {
    while (this.open.length > depth) {
      const { mark, node } = this.open.pop();
      if (mark.end > at) continue;
      if (mark.layer !== "voices") node.after(...tagNodes(mark, node));
      if (isEditorial(mark) && mark.layer === "brackets") this.tidy(mark);
    }
  }

  /** Where a comma or full stop follows a bracket, the space in front of it goes when the bracket is hidden. */
  tidy(mark) {
    if (!/^[.,;:)]/.test(this.slice(mark.end, mark.end + 1))) return;
    const first = this.built.words.findIndex((word) => word.start === mark.start);
    this.built.gaps[first - 1]?.classList.add("m49-editorial");
  }

  begin(part) {
    const [id, , , number, paragraph] = this.section.parts[part];
    if (paragraph !== this.paragraph || !this.block) {
      this.block = number ? h("p", { class: "m49-paragraph" }) : h("h3", { class: "m49-heading" });
      this.root.append(this.block);
      this.voice = "";
    } else if (this.next) this.block.append(this.next);
    Object.assign(this, { part, paragraph, next: null });
    const at = this.built.words.length;
    this.built.sentences.push({ id, number, section: this.section.id, paragraph, first: at, last: at });
  }

  number(part) {
    const [, , , number] = this.section.parts[part];
    if (number) this.top.append(h("span", { class: "m49-number", "aria-hidden": "true" }, String(number)));
  }

  slice(start, end) {
    return this.section.text.slice(start - this.section.start, end - this.section.start);
  }

  space(start, end) {
    const { gaps, words } = this.built;
    gaps[words.length - 1] = h("span", { "data-start": start, "data-end": end }, " ");
    return gaps[words.length - 1];
  }

  /** A word, or a piece of one that a mark cuts. */
  piece(start, text) {
    const { words, sentences } = this.built;
    if (!this.inside) {
      words.push({ start, end: start, text: "", nodes: [], sentence: sentences.length - 1, section: this.section.id });
      sentences.at(-1).last = words.length - 1;
    }
    const word = words.at(-1);
    const node = h("span", { "data-word": words.length - 1 }, text);
    Object.assign(word, { end: start + text.length, text: word.text + text });
    word.nodes.push(node);
    return node;
  }
}
