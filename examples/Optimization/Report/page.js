"use strict";
// Draws the charts of the page from the JSON beside each, when they come near the screen, in the colours of the page's style.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const narrow = matchMedia("(max-width: 40rem)");
  const coarse = matchMedia("(pointer: coarse)");
  const hovers = matchMedia("(hover: hover)");
  const probe = document.body.appendChild(document.createElement("span"));
  probe.hidden = true;
  const colour = name => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const seriesColours = 8;
  const dashes = { line: "solid", dashedLine: "dash", lineAndPoints: "solid", points: "solid" };
  const modes = { line: "lines", dashedLine: "lines", points: "markers", lineAndPoints: "lines+markers" };
  const symbols = ["circle", "square", "diamond", "triangle-up", "x", "cross", "star", "triangle-down"];
  const superscripts = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

  // The chart library reads some markup in texts; here there is none.
  const plain = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const power = exponent => "10" + [...String(exponent)].map(digit => superscripts[digit]).join("");

  // The same name has the same colour in all charts of a section; in one chart colours differ as far as there are enough.
  const places = new Map();
  const namesOf = figure => {
    const section = figure.closest("section");
    if (!places.has(section)) places.set(section, new Map());
    return places.get(section);
  };
  const place = (figure, name) => namesOf(figure).get(name);
  function givePlaces(figure) {
    const { series = [], paths = [], densities = [], curves = [] } = figure.data;
    const names = namesOf(figure);
    const here = [...series, ...paths, ...densities, ...curves].map(s => s.name);
    for (const name of here.filter(n => !names.has(n))) {
      const uses = Array.from({ length: seriesColours }, () => 0);
      for (const [other, slot] of names) uses[slot % seriesColours] += here.includes(other) ? 100 : 1;
      const slot = uses.indexOf(Math.min(...uses));
      names.set(name, slot + (uses[slot] >= 100 ? seriesColours : 0));
    }
  }
  const tint = index => colour(`series-${index % seriesColours + 1}`);

  function curve(series, index) {
    const c = tint(index), isMany = index >= seriesColours;
    return {
      type: "scatter", mode: modes[series.mark], name: plain(series.name), x: series.x, y: series.y, connectgaps: false,
      line: { color: c, width: 2.25, dash: isMany && series.mark === "line" ? "dot" : dashes[series.mark] },
      marker: { color: c, size: series.x.length > 200 ? 4 : 7, symbol: symbols[index % symbols.length] },
      error_y: series.error ? { type: "data", array: series.error, color: c, thickness: 1.25, width: 3 } : undefined,
    };
  }

  function bars(series, index, x, width) {
    return {
      type: "bar", name: plain(series.name), x, y: series.heights, width,
      marker: { color: tint(index) },
      error_y: series.error ? { type: "data", array: series.error, color: colour("ink"), thickness: 1.25, width: 4 } : undefined,
    };
  }

  function axis(a) {
    return {
      title: a.title ? { text: plain(a.title), standoff: 10 } : undefined, type: a.isLog ? "log" : "linear", automargin: true, exponentformat: "power",
      gridcolor: colour("grid"), zerolinecolor: colour("edge"), linecolor: colour("edge"), showline: true, ticks: "outside", tickcolor: colour("edge"),
      nticks: narrow.matches ? 6 : undefined, minexponent: 4,
    };
  }

  // Level lines have their label at the end where the curves are farther away.
  function thresholds(upright, level, series = [], xLog = false, yLog = false) {
    const line = { color: colour("soft"), width: 1.5, dash: "dot" };
    const label = { showarrow: false, yanchor: "bottom", bgcolor: colour("panel"), opacity: 0.85, borderpad: 1 };
    const scaled = (value, isLog) => isLog ? Math.log10(value) : value;
    const xs = range(series.flatMap(s => s.x));
    const distance = (t, isStart) => Math.min(Infinity, ...series.flatMap(s => s.y.filter((y, i) =>
      y !== null && (!yLog || y > 0) && (isStart ? s.x[i] - xs[0] : xs[1] - s.x[i]) <= (xs[1] - xs[0]) / 4).map(y => Math.abs(scaled(y, yLog) - scaled(t.at, yLog)))));
    return {
      shapes: [
        ...upright.map(t => ({ type: "line", x0: t.at, x1: t.at, yref: "paper", y0: 0, y1: 1, line })),
        ...level.map(t => ({ type: "line", y0: t.at, y1: t.at, xref: "paper", x0: 0, x1: 1, line })),
      ],
      annotations: [
        ...upright.map(t => ({ ...label, x: scaled(t.at, xLog), y: 1, yref: "paper", text: plain(t.label) })),
        ...level.map(t => {
          const isStart = distance(t, true) > distance(t, false);
          return { ...label, y: scaled(t.at, yLog), x: isStart ? 0 : 1, xref: "paper", xanchor: isStart ? "left" : "right", text: plain(t.label) };
        }),
      ],
    };
  }

  const colourBar = () => narrow.matches
    ? { orientation: "h", y: 1.02, yanchor: "bottom", thickness: 10, len: 1, outlinewidth: 0 }
    : { thickness: 14, len: 1, outlinewidth: 0 };

  // Words below one another, so that names need not be turned.
  function wrapped(text, width) {
    const lines = [];
    for (const word of text.split(" ")) {
      if (lines.length > 0 && lines.at(-1).length + 1 + word.length <= width) lines[lines.length - 1] += ` ${word}`;
      else lines.push(word);
    }
    return lines.map(plain).join("<br>");
  }

  const least = rows => Math.min(...rows.flat().filter(z => z > 0));
  const range = values => [Math.min(...values), Math.max(...values)];

  const kinds = {
    line(chart, index) {
      return {
        traces: chart.series.map(s => curve(s, index(s.name))),
        layout: {
          xaxis: axis(chart.x), yaxis: axis(chart.y), ...thresholds(chart.atX, chart.atY, chart.series, chart.x.isLog, chart.y.isLog),
          margin: { t: chart.atX.length ? 28 : 12 },
        },
      };
    },

    // Long names on a narrow screen stand beside bars that lie.
    bar(chart, index) {
      const width = Math.floor((narrow.matches ? 36 : 56) / chart.categories.length);
      const fits = w => chart.categories.every(c => c.split(" ").every(word => word.length <= w));
      const lies = narrow.matches && !fits(width);
      const names = chart.categories.map(c => lies ? wrapped(c, 14) : fits(width) ? wrapped(c, width) : plain(c));
      const categories = { ...axis({ title: "" }), type: "category", nticks: undefined, tickangle: lies || fits(width) ? 0 : "auto" };
      const traces = chart.series.map(s => bars(s, index(s.name), names));
      return {
        traces: lies ? traces.map(t => ({ ...t, orientation: "h", x: t.y, y: t.x, error_x: t.error_y, error_y: undefined })) : traces,
        layout: {
          ...(lies ? { xaxis: axis(chart.y), yaxis: { ...categories, autorange: "reversed" } } : { xaxis: categories, yaxis: axis(chart.y) }),
          ...(lies ? thresholds(chart.atY, [], [], chart.y.isLog) : thresholds([], chart.atY, [], false, chart.y.isLog)),
          barmode: "group", bargap: 0.25, margin: { t: lies && chart.atY.length ? 28 : 12 },
        },
      };
    },

    contour(chart, index) {
      const floor = chart.hasLogLevels ? least(chart.heights) : 0;
      const z = chart.hasLogLevels ? chart.heights.map(row => row.map(h => h === null ? null : Math.log10(Math.max(h, floor)))) : chart.heights;
      const bar = colourBar();
      if (chart.hasLogLevels) {
        const [from, to] = range(z.flat().filter(h => h !== null));
        const step = Math.max(1, Math.round((to - from) / 5));
        const exponents = [];
        for (let e = Math.ceil(from); e <= to; e += step) exponents.push(e);
        Object.assign(bar, { tickmode: "array", tickvals: exponents, ticktext: exponents.map(power) });
      }
      return {
        traces: [
          {
            type: "contour", x: chart.xs, y: chart.ys, z, customdata: chart.heights, ncontours: 18, showlegend: false, colorbar: bar,
            colorscale: [[0, colour("low")], [0.5, colour("middle")], [1, colour("high")]], contours: { coloring: "heatmap" },
            line: { color: colour("contour"), width: 0.8 }, hovertemplate: "(%{x:.4g}, %{y:.4g}): %{customdata:.4g}<extra></extra>",
          },
          ...chart.paths.map(s => {
            const trace = curve(s, index(s.name));
            trace.marker = { ...trace.marker, size: s.x.length > 60 ? 3.5 : 6 };
            return trace;
          }),
        ],
        layout: {
          xaxis: { ...axis(chart.x), range: range(chart.xs) }, yaxis: { ...axis(chart.y), range: range(chart.ys) },
        },
      };
    },

    histogram(chart, index) {
      return {
        traces: [
          ...chart.densities.map(s => {
            const trace = bars(s, index(s.name), s.heights.map((_, i) => chart.from + (i + 0.5) * chart.width), chart.width);
            return { ...trace, opacity: chart.densities.length > 1 ? 0.55 : 0.8 };
          }),
          ...chart.curves.map(s => curve(s, index(s.name))),
        ],
        layout: { xaxis: axis(chart.x), yaxis: axis({ title: "density" }), barmode: "overlay", bargap: 0 },
      };
    },

    heatMap(chart) {
      const [low, high] = range(chart.values.flat().filter(v => v !== null));
      const bound = Math.max(Math.abs(low), Math.abs(high));
      return {
        traces: [{
          type: "heatmap", x: chart.xs, y: chart.ys, z: chart.values, colorbar: colourBar(), hoverongaps: false,
          colorscale: chart.isSigned ? [[0, colour("series-2")], [0.5, colour("panel")], [1, colour("series-1")]] : "Cividis",
          zmin: chart.isSigned ? -bound : undefined, zmax: chart.isSigned ? bound : undefined,
          hovertemplate: "(%{x:.4g}, %{y:.4g}): %{z:.4g}<extra></extra>",
        }],
        layout: {
          xaxis: { ...axis(chart.x), constrain: "domain" },
          yaxis: { ...axis(chart.y), autorange: chart.isMatrix ? "reversed" : true, ...(chart.isMatrix ? { scaleanchor: "x", constrain: "domain" } : {}) },
        },
      };
    },
  };

  function draw(figure) {
    const plot = figure.querySelector(".plot");
    const { traces, layout } = kinds[figure.data.kind](figure.data, name => place(figure, name));
    const hidden = figure.hiddenNames ??= new Set();
    for (const trace of traces) if (trace.name !== undefined && hidden.has(trace.name)) trace.visible = false;
    Plotly.newPlot(plot, traces, {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", showlegend: false, hovermode: "closest", dragmode: coarse.matches ? false : "zoom",
      font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: colour("ink") },
      hoverlabel: { font: { size: 13 } },
      ...layout,
      margin: { l: 10, r: 14, b: 10, ...layout.margin, ...(layout.margin ? {} : { t: 12 }) },
    }, { displaylogo: false, displayModeBar: hovers.matches ? "hover" : false, modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"] });
    if (!figure.isDrawn) {
      figure.isDrawn = true;
      sizes.observe(plot);
      figure.append(legend(figure, traces), figuresOf(figure));
    } else {
      figure.querySelector(".legend")?.replaceWith(legend(figure, traces));
    }
  }

  // Under the picture, so that it covers nothing, of buttons, so that keys reach it.
  function legend(figure, traces) {
    const list = document.createElement("ul");
    list.className = "legend";
    list.setAttribute("aria-label", "Legend: each button shows or hides a series");
    if (figure.data.quantity) {
      const item = document.createElement("li");
      item.textContent = `Colour: ${figure.data.quantity}`;
      list.append(item);
    }
    for (const trace of traces.filter(t => t.name !== undefined && t.showlegend !== false)) {
      const c = trace.type === "bar" ? trace.marker.color : trace.line.color;
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", String(!figure.hiddenNames.has(trace.name)));
      button.append(swatch(trace, c), unescaped(trace.name));
      button.addEventListener("click", () => {
        const names = figure.hiddenNames;
        if (!names.delete(trace.name)) names.add(trace.name);
        draw(figure);
        [...figure.querySelectorAll(".legend button")].find(b => b.textContent === button.textContent)?.focus();
      });
      const item = document.createElement("li");
      item.append(button);
      list.append(item);
    }
    return list;
  }

  const unescaped = text => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

  function swatch(trace, c) {
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    const add = (name, attributes) => {
      const shape = document.createElementNS(ns, name);
      for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
      svg.append(shape);
    };
    for (const [key, value] of Object.entries({ width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true" })) svg.setAttribute(key, value);
    if (trace.type === "bar") add("rect", { x: 5, y: 0, width: 16, height: 12, rx: 2, fill: c });
    if (trace.mode?.includes("lines")) {
      add("line", { x1: 0, x2: 26, y1: 6, y2: 6, stroke: c, "stroke-width": 3, "stroke-dasharray": { dash: "7 4", dot: "3 3" }[trace.line.dash] ?? "none" });
    }
    if (trace.mode?.includes("markers")) add("circle", { cx: 13, cy: 6, r: 4.5, fill: c });
    return svg;
  }

  // The picture's numbers as a table, made when it is opened.
  function figuresOf(figure) {
    const most = 500;
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "The figures of this picture";
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.querySelector("table")) return;
      const { head, rows } = tabulated(figure.data);
      const table = document.createElement("table");
      const line = (parent, cells, tag) => {
        const row = parent.insertRow();
        for (const cell of cells) {
          const element = document.createElement(tag);
          element.textContent = typeof cell === "number" ? String(Number(cell.toPrecision(6))) : cell ?? "–";
          row.append(element);
        }
      };
      line(table.createTHead(), head, "th");
      const body = table.createTBody();
      for (const row of rows.slice(0, most)) line(body, row, "td");
      const scroll = document.createElement("div");
      scroll.className = "data";
      scroll.tabIndex = 0;
      scroll.append(table);
      if (rows.length > most) {
        const note = document.createElement("p");
        note.textContent = `The first ${most} of ${rows.length} rows.`;
        scroll.append(note);
      }
      details.append(scroll);
    });
    return details;
  }

  function tabulated(chart) {
    const points = (series, x, y) => ({ head: ["Series", x, y], rows: series.flatMap(s => s.x.map((u, i) => [s.name, u, s.y[i]])) });
    switch (chart.kind) {
      case "line": return points(chart.series, chart.x.title, chart.y.title);
      case "contour": return points(chart.paths, chart.x.title, chart.y.title);
      case "bar": return {
        head: ["", ...chart.series.map(s => s.name)],
        rows: chart.categories.map((c, i) => [c, ...chart.series.map(s => s.heights[i])]),
      };
      case "histogram": return {
        head: [chart.x.title, ...chart.densities.map(s => s.name)],
        rows: chart.densities[0].heights.map((_, i) => [chart.from + (i + 0.5) * chart.width, ...chart.densities.map(s => s.heights[i])]),
      };
      default: return {
        head: [chart.x.title, chart.y.title, chart.quantity ?? "value"],
        rows: chart.ys.flatMap((v, i) => chart.xs.map((u, j) => [u, v, chart.values[i][j]])),
      };
    }
  }

  const sizes = new ResizeObserver(entries => entries.filter(e => e.contentRect.width > 0).forEach(e => Plotly.Plots.resize(e.target)));
  const figures = [...document.querySelectorAll("figure.chart")];
  const redraw = () => figures.filter(f => f.isDrawn).forEach(draw);

  // Names take their colours in the order of the page, in whatever order the charts are drawn.
  for (const figure of figures) {
    figure.data = JSON.parse(figure.querySelector("script").textContent);
    givePlaces(figure);
  }
  const near = new IntersectionObserver(entries => {
    for (const entry of entries.filter(e => e.isIntersecting)) {
      near.unobserve(entry.target);
      draw(entry.target);
    }
  }, { rootMargin: "600px" });
  figures.forEach(f => near.observe(f));
  addEventListener("beforeprint", () => figures.filter(f => !f.isDrawn).forEach(draw));
  narrow.addEventListener("change", redraw);

  // Dark or light: as the system has it until the button says otherwise.
  const button = document.getElementById("theme");
  const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const label = () => {
    const other = isDark() ? "Light" : "Dark";
    button.textContent = other;
    button.setAttribute("aria-label", `${other} colours`);
  };
  const remembered = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (remembered === "dark" || remembered === "light") root.dataset.theme = remembered;
  label();
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a file may not remember */ }
    label();
    redraw();
  });
  dark.addEventListener("change", () => { label(); redraw(); });
})();
