// Saving. Every change goes to the kernel under a number; the kernel writes it to answers.json and answers with that
// number. What is not acknowledged is shown in red, kept in this browser tab, and sent again.

const ACKNOWLEDGED_WITHIN = 3000;
const RETRY_AFTER = [4000, 8000, 15000, 30000, 60000];
const SILENT =
  "Not saved yet: the kernel does not answer. If a cell is still running, wait for it. Otherwise choose Run, then Run All Cells. What you entered is still here.";
const RESTARTED =
  "The kernel was restarted, so nothing can be saved here. Choose Run, then Run All Cells. What you entered since then is kept until you do.";

/** What this browser tab keeps of answers that the kernel has not taken. */
const drafts = {
  key: (spec) => `memo1949 ${spec.place ?? ""} ${spec.id}`,
  get(spec) {
    try {
      return JSON.parse(sessionStorage.getItem(drafts.key(spec)));
    } catch {
      return null;
    }
  },
  put(spec, content, over) {
    try {
      sessionStorage.setItem(drafts.key(spec), JSON.stringify({ content, over, at: Date.now() }));
    } catch {
      // No storage in this browser: the text then lives in the widget alone.
    }
  },
  drop(spec) {
    try {
      sessionStorage.removeItem(drafts.key(spec));
    } catch {
      // As above.
    }
  },
};

/**
 * Carry changes to the kernel. `read()` gives {value, quote, raw, hold}: `hold` says why the value cannot be sent yet.
 * `report(kind, text)` shows the status; `adopt()` shows an answer that came from elsewhere.
 */
class Saving {
  constructor(model, { read, report, adopt }) {
    Object.assign(this, { model, read, report, adopt });
    this.spec = model.get("spec");
    this.client = Math.random().toString(36).slice(2);
    this.sequence = 0;
    this.waiting = null; // what was sent and is not acknowledged
    this.dirty = false; // something was changed and not sent
    this.gone = false; // the kernel this widget belonged to is gone
    this.tries = 0;
  }

  /** Take note of a change and send it after `delay` milliseconds. */
  changed(delay = 0) {
    this.dirty = true;
    const { value, quote, raw } = this.read();
    drafts.put(this.spec, { value: raw ?? value, quote }, this.model.get("state").saved);
    clearTimeout(this.timer);
    if (delay) this.timer = setTimeout(() => this.flush(), delay);
    else this.flush();
  }

  /** Send now what was changed and not sent. */
  flush() {
    clearTimeout(this.timer);
    if (!this.dirty) return;
    const { hold } = this.read();
    if (hold) this.report("hold", `Not saved yet: ${hold}${this.standing()}`);
    else this.send("answer");
  }

  /** Ask the kernel to save, and with `what` "check" also to say how right the answer is. */
  send(what) {
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    const { value, quote } = this.read();
    this.dirty = false;
    this.sequence += 1;
    this.waiting = { what, sequence: this.sequence };
    if (this.gone) this.report("error", RESTARTED);
    try {
      this.model.send({ what, client: this.client, seq: this.sequence, value, quote });
    } catch {
      // The connection is closed; the missing acknowledgement says so.
    }
    clearTimeout(this.alarm);
    this.alarm = setTimeout(() => this.unanswered(), ACKNOWLEDGED_WITHIN);
  }

  /** Say that nothing came back, and try again later. */
  unanswered() {
    if (!this.waiting) return;
    this.report("error", this.gone ? RESTARTED : SILENT);
    if (!this.gone) this.again();
  }

  again() {
    const { what } = this.waiting ?? { what: "answer" };
    const delay = RETRY_AFTER[Math.min(this.tries, RETRY_AFTER.length - 1)];
    this.tries += 1;
    this.retry = setTimeout(() => this.read().hold || this.send(what), delay);
  }

  /** Take the kernel's word: an acknowledgement of what was sent here, or a change made elsewhere. */
  heard() {
    const state = this.model.get("state");
    this.gone = false; // who speaks lives
    if (state.client !== this.client) {
      if (this.waiting || this.dirty) return;
      this.adopt();
      this.show(state);
      return;
    }
    if (!this.waiting || state.seq < this.waiting.sequence) return;
    clearTimeout(this.alarm);
    clearTimeout(this.retry);
    this.waiting = null;
    if (state.kind !== "error") {
      this.tries = 0;
      if (!this.dirty) drafts.drop(this.spec);
    }
    if (this.dirty) return;
    this.show(state);
    if (state.reason === "disk") this.again();
  }

  /** Show a state of the kernel. A complaint about what was typed in another tab is not for this one. */
  show(state) {
    const typed = state.kind === "error" && state.reason === "input";
    const { kind, text, rest } = typed && state.client !== this.client ? state.last : state;
    const good = kind === "saved" || kind === "partial";
    const told = good && state.saved ? [`saved ${clock(state.saved)}`, rest].filter(Boolean).join("; ") : text;
    this.report(kind, told + (typed && kind === "error" ? this.standing() : ""));
  }

  /** Return the remark that an earlier answer still counts, if there is one. */
  standing() {
    const { saved, last } = this.model.get("state");
    return saved && last.kind !== "empty" ? ` The answer saved at ${clock(saved)} still counts.` : "";
  }

  /** Take note that the kernel of this widget is gone. */
  lost() {
    this.gone = true;
    clearTimeout(this.retry);
    this.report("error", RESTARTED);
  }

  /**
   * Return the draft that this tab kept, if it is newer than the saved answer; forget it otherwise. Newer is what was
   * entered over that very answer, too: a machine whose clock was ahead may have saved it, and its time lie in our future.
   */
  draft() {
    const draft = drafts.get(this.spec);
    if (!draft) return null;
    const { saved } = this.model.get("state");
    if (!saved || saved === draft.over || draft.at > Date.parse(saved)) return draft.content;
    drafts.drop(this.spec);
    return null;
  }

  /** Stop all clocks: the view is gone. What is not saved stays in the tab's drafts. */
  close() {
    this.flush();
    for (const timer of [this.timer, this.alarm, this.retry]) clearTimeout(timer);
  }
}
