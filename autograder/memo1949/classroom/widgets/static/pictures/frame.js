// A live picture: the HTML that the kernel has drawn, with the switches of its kind.

const LIVE = { timeline: liveTimeline, network: liveNetwork, map: liveMap, figures: liveFigures, compare: liveCompare, brackets: liveBrackets };

function render({ model, el }) {
  const root = h("div", { class: "m49 m49-picture" });
  const voice = h("div", { class: "m49-unseen", "aria-live": "polite" });
  // The kernel escapes every text in it (pictures/markup.py).
  root.innerHTML = model.get("html");
  foldTables(root);
  let started = false;
  LIVE[model.get("kind")](root, (text) => started && setText(voice, text));
  started = true;
  root.append(voice);
  guardKeys(root, () => {});
  el.append(root);
}

export default { render };
