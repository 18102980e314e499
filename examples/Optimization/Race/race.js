"use strict";
// The race: runs that were computed beforehand, played over their surface. The step is the only state besides what is chosen.
(() => {
  const data = JSON.parse(document.getElementById("race-data").textContent);
  const [player, map, hill, loss, time, step, play, places, surfaces, starts, view, speed, formula, legend] =
    ["player", "map", "hill", "loss", "time", "step", "play", "places", "surface", "start", "view", "speed", "formula", "legend"].map(id => document.getElementById(`race-${id}`));
  const stepsASecond = 25;
  const css = name => {
    const probe = player.appendChild(document.createElement("span"));
    probe.style.color = `var(--${name})`;
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const narrow = matchMedia("(max-width: 40rem)");
  const config = { displayModeBar: false, responsive: true, scrollZoom: false };
  const isHill = () => view.value === "hill";
  const surface = () => data.surfaces[surfaces.selectedIndex];
  const choice = racer => Number(places.tBodies[0].rows[racer].querySelector("select").value);
  const run = racer => surface().runs[starts.selectedIndex][racer][choice(racer)];
  const height = f => surface().logOffset === undefined ? f : Math.log10(f + surface().logOffset);
  const cut = values => values.slice(0, Number(time.value) + 1);
  const last = (run, values) => values[Math.min(Number(time.value), run.x.length - 1)];
  const shown = (value, digits) => value === null ? "–" : Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential(3).replace("-", "−") : value.toFixed(digits).replace("-", "−");
  const fill = (select, names) => select.replaceChildren(...names.map((name, i) => new Option(name, i)));

  fill(surfaces, data.surfaces.map(s => s.title));
  data.racers.forEach((name, i) => {
    const row = places.tBodies[0].insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    const dot = document.createElement("span");
    dot.className = "dot";
    dot.style.background = `var(--series-${i + 1})`;
    head.append(dot, name);
    const rate = document.createElement("select");
    rate.setAttribute("aria-label", `Learning rate of ${name}`);
    rate.addEventListener("change", () => drawLoss().then(show));
    const entry = document.createElement("span");
    entry.append(dot.cloneNode(), name);
    legend.append(entry);
    row.append(head);
    row.insertCell().append(rate);
    for (let j = 0; j < 4; j++) row.insertCell();
  });

  function chooseSurface() {
    formula.textContent = surface().formula;
    fill(starts, surface().starts.map(s => s.name));
    data.racers.forEach((_, i) => {
      const rate = places.tBodies[0].rows[i].querySelector("select");
      fill(rate, surface().rates[i].map(r => String(r)));
      rate.value = "1";
    });
    restart();
  }

  const axis = (title, more = {}) => ({
    title: { text: title, standoff: 6 }, gridcolor: css("grid"), zerolinecolor: css("edge"), linecolor: css("edge"), automargin: true, fixedrange: true, ...more,
  });
  const layout = more => ({
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { color: css("ink"), size: 14, family: getComputedStyle(player).fontFamily },
    margin: { l: 50, r: 12, t: 12, b: 44 }, showlegend: false, hovermode: false, ...more,
  });

  // Each racer has a line and a point, one behind the other, after the traces of the surface itself.
  const traces = (type, more) => data.racers.flatMap((name, i) => [
    { type, mode: "lines", name, line: { color: css(`series-${i + 1}`), width: type === "scatter3d" ? 5 : 2.5 }, ...more },
    { type, mode: "markers", name, marker: { color: css(`series-${i + 1}`), size: type === "scatter3d" ? 5 : 11, line: { color: css("page"), width: 1.5 } }, ...more },
  ]);
  const indices = first => data.racers.flatMap((_, i) => [first + 2 * i, first + 2 * i + 1]);

  function drawMap() {
    const s = surface();
    const z = s.heights.map(row => row.map(height));
    return Plotly.react(map, [
      {
        type: "contour", x: s.xs, y: s.ys, z, ncontours: 24, showscale: false, line: { color: css("contour"), width: 0.7 },
        contours: { coloring: "heatmap" }, colorscale: [[0, css("low")], [0.5, css("middle")], [1, css("high")]],
      },
      {
        type: "scatter", mode: "markers+text", x: s.marks.map(m => m.x), y: s.marks.map(m => m.y), text: s.marks.map(m => m.name), textposition: s.marks.map((_, i) => i % 2 ? "top center" : "bottom center"),
        marker: { symbol: "x-thin", size: 9, line: { color: css("ink"), width: 2 } }, textfont: { size: 12, color: css("ink") },
      },
      ...traces("scatter", { x: [], y: [], cliponaxis: true }),
    ], layout({
      xaxis: axis("x", { range: [s.xs[0], s.xs.at(-1)] }), yaxis: axis("y", { range: [s.ys[0], s.ys.at(-1)] }),
    }), config);
  }

  function drawHill() {
    const s = surface();
    const z = s.heights.map(row => row.map(height));
    const scene = title => ({
      title: { text: title }, color: css("soft"), gridcolor: css("grid"), backgroundcolor: css("panel"), tickfont: { size: narrow.matches ? 10 : 12 }, nticks: 6,
    });
    return Plotly.react(hill, [
      {
        type: "surface", x: s.xs, y: s.ys, z, showscale: false, opacity: 0.6, colorscale: [[0, css("low")], [0.5, css("middle")], [1, css("high")]],
        contours: { z: { show: true, usecolormap: false, color: css("contour"), width: 1 } }, hoverinfo: "skip",
      },
      ...traces("scatter3d", { x: [], y: [], z: [] }),
    ], layout({
      margin: { l: 0, r: 0, t: 0, b: 0 },
      scene: {
        xaxis: scene("x"), yaxis: scene("y"), zaxis: { ...scene(s.logOffset === undefined ? "f" : `log₁₀(f + ${s.logOffset})`), nticks: 5 },
        camera: { eye: narrow.matches ? { x: -1.2, y: -1.4, z: 2.3 } : { x: -0.8, y: -1, z: 1.8 } }, aspectratio: { x: 1.2, y: 1, z: 0.6 },
      },
    }), config);
  }

  // What is left above the least value; beyond the rounding of f there is nothing to see.
  const excess = f => f === null ? null : Math.max(1e-16, f - surface().minimum);

  function drawLoss() {
    const values = data.racers.flatMap((_, i) => run(i).f).filter(f => f !== null).map(excess);
    const top = 3 * Math.max(...data.racers.map((_, i) => excess(run(i).f[0]))), bottom = Math.min(...values) / 2;
    return Plotly.react(loss, traces("scatter", { x: [], y: [] }), layout({
      xaxis: axis("step", { range: [0, data.steps] }),
      yaxis: axis("f − min f", {
        type: "log", exponentformat: "power", range: [Math.log10(bottom), Math.log10(top)], dtick: Math.ceil(Math.log10(top / bottom) / 7),
      }),
    }), config);
  }

  function nearest(x, y) {
    const s = surface(), size = Math.hypot(s.xs.at(-1) - s.xs[0], s.ys.at(-1) - s.ys[0]);
    const found = s.marks.map(m => ({ m, d: Math.hypot(m.x - x, m.y - y) })).sort((a, b) => a.d - b.d)[0];
    return found.d < 0.02 * size ? found.m.name : "";
  }

  function show() {
    const at = Number(time.value);
    const runs = data.racers.map((_, i) => run(i));
    const paths = { x: runs.flatMap(r => [cut(r.x), [last(r, r.x)]]), y: runs.flatMap(r => [cut(r.y), [last(r, r.y)]]) };
    if (isHill()) {
      // A path outside the picture would make the scene small; one exactly on the surface would be hidden by it.
      const inside = surface(), tops = inside.heights.flat().map(height), lift = 0.03 * (Math.max(...tops) - Math.min(...tops));
      const above = f => height(f) + lift, clip = (r, values) => values.map((v, j) =>
        r.x[j] >= inside.xs[0] && r.x[j] <= inside.xs.at(-1) && r.y[j] >= inside.ys[0] && r.y[j] <= inside.ys.at(-1) ? v : null);
      const point = (r, values) => [clip(r, values)[Math.min(at, r.x.length - 1)]];
      Plotly.restyle(hill, {
        x: runs.flatMap(r => [cut(clip(r, r.x)), point(r, r.x)]), y: runs.flatMap(r => [cut(clip(r, r.y)), point(r, r.y)]),
        z: runs.flatMap(r => [cut(clip(r, r.f.map(above))), point(r, r.f.map(above))]),
      }, indices(1));
    } else {
      Plotly.restyle(map, paths, indices(2));
    }
    const steps = Array.from({ length: at + 1 }, (_, i) => i);
    Plotly.restyle(loss, {
      x: runs.flatMap(r => [steps.slice(0, r.x.length), [Math.min(at, r.x.length - 1)]]), y: runs.flatMap(r => [cut(r.f).map(excess), [excess(last(r, r.f))]]),
    }, indices(0));
    runs.forEach((r, i) => {
      const cells = places.tBodies[0].rows[i].cells, x = last(r, r.x), y = last(r, r.y), f = last(r, r.f);
      const left = at >= r.x.length;
      [shown(x, 4), shown(y, 4), shown(f, 4), left ? `left at step ${r.x.length - 1}` : nearest(x, y)].forEach((text, j) => { cells[j + 2].textContent = text; });
      Object.assign(places.tBodies[0].rows[i].dataset, { x, y, f });
    });
    step.textContent = `step ${at} of ${data.steps}`;
    player.dataset.step = at;
  }

  let started = null, from = 0, requested = 0;
  function pause() {
    started = null;
    cancelAnimationFrame(requested);
    play.textContent = "Play";
    step.removeAttribute("aria-live");
    player.dataset.playing = "false";
  }
  function frame(now) {
    if (started === null) return;
    started = started || now;
    const at = Math.min(data.steps, from + Math.floor((now - started) / 1000 * stepsASecond * Number(speed.value)));
    if (at !== Number(time.value)) {
      time.value = at;
      show();
    }
    if (at === data.steps) pause();
    else requested = requestAnimationFrame(frame);
  }
  function toggle() {
    if (started !== null) return pause();
    if (Number(time.value) === data.steps) time.value = 0;
    [started, from] = [0, Number(time.value)];
    play.textContent = "Pause";
    step.setAttribute("aria-live", "off");
    player.dataset.playing = "true";
    requested = requestAnimationFrame(frame);
  }
  function go(to) {
    pause();
    time.value = Math.max(0, Math.min(data.steps, to));
    show();
  }
  function restart() {
    pause();
    time.value = 0;
    return redraw();
  }
  async function redraw() {
    [map.hidden, hill.hidden] = [isHill(), !isHill()];
    await Promise.all([isHill() ? drawHill() : drawMap(), drawLoss()]);
    show();
    player.dataset.ready = "true";
  }

  surfaces.addEventListener("change", chooseSurface);
  starts.addEventListener("change", restart);
  view.addEventListener("change", redraw);
  speed.addEventListener("change", () => { if (started !== null) { [started, from] = [0, Number(time.value)]; } });
  play.addEventListener("click", toggle);
  time.addEventListener("input", () => go(Number(time.value)));
  player.addEventListener("keydown", e => {
    if (e.altKey || e.ctrlKey || e.metaKey || e.target.matches("select")) return;
    const keys = {
      " ": toggle, ArrowLeft: () => go(Number(time.value) - 1), ArrowRight: () => go(Number(time.value) + 1), Home: () => go(0), End: () => go(data.steps),
    };
    if (!(e.key in keys)) return;
    e.preventDefault();
    keys[e.key]();
  });
  // A button that has the focus would take the space twice.
  play.addEventListener("keyup", e => { if (e.key === " ") e.preventDefault(); });
  const recolour = () => { if (player.dataset.ready) redraw(); };
  new MutationObserver(recolour).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  narrow.addEventListener("change", recolour);

  // #race=beale,0,120 shows a surface, a start, a step; with ,alone behind it nothing else of the page.
  function follow() {
    const [, name, start = "0", at = "0", alone] = /^#race=([\w-]+)(?:,(\d+))?(?:,(\d+))?(,alone)?$/.exec(location.hash) ?? [];
    document.body.classList.toggle("race-alone", Boolean(alone));
    const index = data.surfaces.findIndex(s => s.name === name);
    if (index < 0) return;
    surfaces.selectedIndex = index;
    chooseSurface();
    starts.selectedIndex = Math.min(Number(start), surface().starts.length - 1);
    redraw().then(() => go(Number(at)));
    player.scrollIntoView();
  }
  addEventListener("hashchange", follow);
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(e => e.isIntersecting)) return;
    observer.disconnect();
    if (!player.dataset.ready) chooseSurface();
  }, { rootMargin: "600px" }).observe(player);
  follow();
})();
