// The network: a name that is chosen, in the drawing or in the list above it, shows its lines and what is said on them.

const FEW = 6; // lines; of more, the labels would cover each other

function liveNetwork(root, say) {
  const svg = root.querySelector(".m49-svg");
  const nodes = [...svg.querySelectorAll("[data-node]")];
  const arcs = [...svg.querySelectorAll(".m49-arc")];
  const entries = new Map([...root.querySelectorAll("[data-entry]")].map((entry) => [entry.dataset.entry, entry]));
  const names = new Map([...entries].map(([id, entry]) => [id, entry.querySelector("summary").textContent]));
  const id = uniqueId();
  const select = h("select", { id, class: "m49-select", onchange: () => choose(select.value) }, h("option", { value: "" }, "everybody"), [...names].map(([value, text]) => h("option", { value }, text)));
  const field = h("p", { class: "m49-asking" }, h("label", { for: id }, "Show the lines of"), select);
  underTitle(root, field, h("p", { class: "m49-hint" }, "Or choose a name in the drawing: click it, or go from name to name with the up and down arrows and press Enter. The number counts the lines."));
  svg.setAttribute("role", "group");

  function choose(name) {
    select.value = name;
    const own = arcs.filter(({ dataset }) => name && (dataset.source === name || dataset.target === name));
    const ends = new Set(own.flatMap(({ dataset }) => [dataset.source, dataset.target]));
    bringOut(svg, [...own, ...nodes.filter((node) => ends.has(node.dataset.node))]);
    for (const arc of arcs) arc.querySelector("text").setAttribute("display", own.includes(arc) && own.length <= FEW ? "inline" : "none");
    for (const node of nodes) node.setAttribute("aria-pressed", String(node.dataset.node === name));
    for (const [other, entry] of entries) {
      entry.hidden = Boolean(name) && other !== name;
      entry.open = other === name;
    }
    say(name ? `${names.get(name)}. What is said stands below the drawing.` : "Everybody.");
  }

  const press = (node) => choose(select.value === node.dataset.node ? "" : node.dataset.node);
  nodes.forEach((node, at) => {
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", at ? "-1" : "0");
    node.setAttribute("aria-label", names.get(node.dataset.node));
    node.setAttribute("aria-pressed", "false");
    node.addEventListener("click", () => press(node));
    node.addEventListener("keydown", (event) => {
      const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1 }[event.key];
      if (nodes[step]) {
        for (const other of nodes) other.setAttribute("tabindex", other === nodes[step] ? "0" : "-1");
        nodes[step].focus();
      } else if ((event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) || event.key === " ") press(node);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  });
}
