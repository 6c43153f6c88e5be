// The figures: two scales to choose from, and the series to show.

function liveFigures(root, say) {
  const drawings = [...root.querySelectorAll("[data-scale]")];
  const series = [...root.querySelectorAll(".m49-series")];

  function scale([name]) {
    for (const drawing of drawings) drawing.hidden = drawing.dataset.scale !== name;
    say(name === "even" ? "An even scale: the early numbers lie on one another near zero." : "A scale in steps: each line is ten times the one before.");
  }

  function show(names) {
    for (const one of series) one.hidden = !names.includes(one.dataset.series);
  }

  const scales = switches("Scale", "radio", [["steps", "in steps of ten times", true], ["even", "even, as on a ruler"]], scale);
  const shown = switches("Show", "checkbox", series.map((one, at) => [one.dataset.series, one.dataset.series, at === 0]), show);
  underTitle(root, scales.element, shown.element);
  show(shown.chosen());
}
