// The timeline: the list in the order of telling or of events, and the drawing that follows what is opened in it.

function liveTimeline(root, say) {
  const list = root.querySelector(".m49-events");
  const svg = root.querySelector(".m49-svg");
  const entries = [...list.children];
  const undated = h("ol", { class: "m49-events" });
  const apart = h("div", { class: "m49-undated", hidden: true }, h("p", { class: "m49-subhead" }, "No date in the record"), undated);
  const column = h("div");
  list.replaceWith(column);
  column.append(list, apart);

  function arrange([order]) {
    const happened = order === "happened";
    const sorted = happened ? [...entries].sort((one, other) => one.dataset.rank - other.dataset.rank) : entries;
    const dated = sorted.filter((entry) => !happened || entry.dataset.undated === undefined);
    list.replaceChildren(...dated);
    undated.replaceChildren(...sorted.filter((entry) => !dated.includes(entry)));
    apart.hidden = !undated.children.length;
    const rest = undated.children.length ? ` ${undated.children.length} events without a date stand apart below.` : "";
    say(happened ? `In the order of events.${rest}` : "In the order of telling.");
  }

  const order = switches("Order of the list", "radio", [["told", "as the record tells it", true], ["happened", "as it happened, by the record’s dates"]], arrange);
  const hint = h("p", { class: "m49-hint" }, "The number is an event’s place in the record. Dashed lines and (?) mark dates that are open, or on which readers may differ; dotted lines lead to no date. Open an event to read who says it, in which words, and what other sources say.");
  underTitle(root, order.element, hint);

  const lines = new Map([...svg.querySelectorAll("[data-line]")].map((line) => [line.dataset.line, line]));
  for (const entry of entries) {
    const details = entry.querySelector("details");
    details.addEventListener("toggle", () => bringOut(svg, entries.filter((one) => one.querySelector("details").open).map((one) => lines.get(one.dataset.event))));
    lines.get(entry.dataset.event).addEventListener("click", () => {
      details.open = !details.open;
      if (details.open) details.scrollIntoView({ block: "nearest" });
    });
  }
}
