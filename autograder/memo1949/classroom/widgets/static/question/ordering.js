// Ordering: nothing is placed at first. Items go from the pool to the end of the list, and move up, down or back.

function ordering(spec, { changed, announce }) {
  const texts = new Map(spec.items);
  let placed = [];
  const list = h("ol", { class: "m49-placed", "aria-label": "Your order, first to last" });
  const pool = h("ul", { class: "m49-pool", "aria-label": "Not yet placed" });
  const empty = h("p", { class: "m49-hint" }, "Nothing is placed yet. Choose below what comes first.");
  const poolHead = h("p", { class: "m49-subhead" }, "Not yet placed");

  const button = (id, action, label, sign) =>
    h("button", { type: "button", class: "m49-small", "data-item": id, "data-action": action, "aria-label": `${label}: ${texts.get(id)}`, title: label, onclick: () => act(id, action) }, sign);

  function draw() {
    list.replaceChildren(
      ...placed.map((id, at) => {
        const up = button(id, "up", "Move up", "↑");
        const down = button(id, "down", "Move down", "↓");
        up.disabled = at === 0;
        down.disabled = at === placed.length - 1;
        const tools = h("span", { class: "m49-tools" }, up, down, button(id, "remove", "Take out", "✕"));
        return h("li", null, h("span", { class: "m49-row" }, h("span", { class: "m49-item" }, texts.get(id)), tools));
      }),
    );
    const left = spec.items.filter(([id]) => !placed.includes(id));
    pool.replaceChildren(
      ...left.map(([id, text]) => {
        const add = h("button", { type: "button", class: "m49-add", "data-item": id, "data-action": "add", onclick: () => act(id, "add") });
        add.append(h("span", { class: "m49-sign", "aria-hidden": "true" }, "+"), h("span", null, text));
        return h("li", null, add);
      }),
    );
    empty.hidden = placed.length > 0;
    list.hidden = placed.length === 0;
    pool.hidden = poolHead.hidden = left.length === 0;
  }

  /** Do what a button says, tell it, and put the focus where the next step most likely is. */
  function act(id, action) {
    const before = [...pool.querySelectorAll("button")].findIndex((entry) => entry.dataset.item === id);
    const at = placed.indexOf(id);
    if (action === "add") placed.push(id);
    if (action === "remove") placed.splice(at, 1);
    if (action === "up") placed.splice(at - 1, 2, id, placed[at - 1]);
    if (action === "down") placed.splice(at, 2, placed[at + 1], id);
    draw();
    const place = placed.indexOf(id) + 1;
    announce(place ? `“${texts.get(id)}” is now number ${place} of ${placed.length}.` : `“${texts.get(id)}” taken out.`);
    focusAfter(id, action, before);
    changed();
  }

  function focusAfter(id, action, before) {
    const own = (name) => node.querySelector(`button[data-item="${CSS.escape(id)}"][data-action="${name}"]:not(:disabled)`);
    if (action === "remove") own("add")?.focus();
    else if (action === "add") {
      const left = pool.querySelectorAll("button");
      (left[Math.min(before, left.length - 1)] ?? own("up") ?? own("remove"))?.focus();
    } else (own(action) ?? own(action === "up" ? "down" : "up"))?.focus();
  }

  const node = h("div", { class: "m49-ordering" }, h("p", { class: "m49-subhead" }, "Your order, first to last"), empty, list, poolHead, pool);
  draw();
  return {
    node,
    read: () => ({ value: placed.length ? [...placed] : null }),
    fill(value) {
      const order = (value ?? []).filter((id) => texts.has(id));
      if (same(order, placed)) return;
      placed = order;
      draw();
    },
  };
}
