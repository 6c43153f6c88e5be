// The map: layers to switch on and off, in the drawing and in what is said below it.

const AT_FIRST = new Set(["contacts"]);

function liveMap(root, say) {
  const legend = root.querySelector(".m49-legendlist");
  const layers = [...legend.children].map((entry) => [entry.dataset.layer, entry.querySelector("span").textContent, AT_FIRST.has(entry.dataset.layer)]);
  const group = switches("Layers", "checkbox", layers, show);
  // The signs of the legend move to their switches.
  const signs = [...legend.children].map((entry) => entry.querySelector("svg"));
  group.inputs.forEach((input, at) => input.after(signs[at]));
  legend.remove();
  underTitle(root, group.element);

  function show(on) {
    for (const node of root.querySelectorAll(".m49-svg [data-layer]")) node.setAttribute("display", on.includes(node.dataset.layer) ? "inline" : "none");
    for (const entry of root.querySelectorAll(".m49-layerlist > li")) entry.hidden = !on.includes(entry.dataset.layer);
    say(on.length ? `${on.length} of ${layers.length} layers are on.` : "No layer is on.");
  }

  show(group.chosen());
}
