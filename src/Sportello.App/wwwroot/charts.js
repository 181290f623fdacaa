// Draws each chart from the table that stands under it: the numbers are on the page once, and without script there is the table.
const drawn = new Map();

const ink = (element, property = "color") => getComputedStyle(element)[property];

function read(figure) {
  const table = figure.parentElement.querySelector("table");
  const columns = [...table.tHead.rows[0].cells].slice(1)
    .map((cell, i) => ({ name: cell.textContent.trim(), at: i + 1, drawn: "drawn" in cell.dataset, own: "own" in cell.dataset }))
    .filter((column) => column.drawn);
  const rows = [...table.tBodies[0].rows].slice(0, figure.dataset.chart === "rows" ? 20 : undefined);
  return {
    labels: rows.map((row) => row.cells[0].dataset.label ?? row.cells[0].textContent.trim()),
    series: columns.map((column) => ({ ...column, data: rows.map((row) => (row.cells[column.at].dataset.value === "" ? null : Number(row.cells[column.at].dataset.value))) })),
  };
}

function settings(figure) {
  const kind = figure.dataset.chart;
  const { labels, series } = read(figure);
  const swatches = [...figure.querySelectorAll("figcaption li")];
  const lying = kind === "rows";
  const stacked = kind === "stack" || (lying && "stacked" in figure.dataset);
  const quiet = ink(figure);
  const line = ink(figure, "textDecorationColor");
  const surface = ink(figure, "outlineColor");
  const scale = (more) => ({
    stacked, beginAtZero: true, border: { display: false },
    ticks: { color: quiet, precision: 0, maxRotation: 0, autoSkipPadding: 12 }, grid: { color: line }, ...more,
  });
  const names = { grid: { display: false } };
  const values = lying ? {} : { grace: "5%" };
  const scales = { x: scale(lying ? {} : names), y: scale(lying ? { ...names, ticks: { color: quiet, autoSkip: false } } : values) };
  if (series.some((s) => s.own)) scales.own = scale({ position: "right", grid: { display: false } });
  return {
    type: kind === "lines" ? "line" : "bar",
    data: {
      labels,
      datasets: series.map((one, i) => {
        const colour = ink(swatches[i]);
        return {
          label: one.name, data: one.data, yAxisID: lying ? undefined : one.own ? "own" : "y",
          backgroundColor: colour, borderColor: kind === "lines" ? colour : surface,
          borderWidth: kind === "lines" ? 2 : stacked ? 1 : 0, borderDash: one.own ? [5, 3] : undefined,
          pointRadius: 2, pointHitRadius: 12, borderSkipped: false, maxBarThickness: 28, spanGaps: false,
        };
      }),
    },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, indexAxis: lying ? "y" : "x",
      interaction: { mode: "index", intersect: false, axis: lying ? "y" : "x" },
      font: { family: ink(document.body, "fontFamily"), size: 12 },
      locale: document.documentElement.lang, scales,
      plugins: { legend: { display: false } },
    },
  };
}

function one(figure, Chart) {
  drawn.get(figure)?.destroy();
  const place = figure.querySelector(".canvas");
  place.replaceChildren();
  const canvas = place.appendChild(document.createElement("canvas"));
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", figure.getAttribute("aria-label"));
  drawn.set(figure, new Chart(canvas, settings(figure)));
}

export async function draw() {
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  if (figures.length === 0) return;
  await import(figures[0].dataset.chartLibrary);
  for (const figure of figures) if (!drawn.has(figure)) one(figure, globalThis.Chart);
}

function redraw() {
  for (const figure of drawn.keys()) one(figure, globalThis.Chart);
}

// What leaves the page gives its canvas back; a page kept for going back is drawn anew.
document.addEventListener("turbo:before-cache", () => {
  for (const [figure, chart] of drawn) {
    chart.destroy();
    figure.querySelector(".canvas").replaceChildren();
  }
  drawn.clear();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

// Paper is light.
addEventListener("beforeprint", () => { document.documentElement.dataset.printing = ""; redraw(); });
addEventListener("afterprint", () => { delete document.documentElement.dataset.printing; redraw(); });
