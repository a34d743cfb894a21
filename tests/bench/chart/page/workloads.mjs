// The workloads R1 to R4: what every contender draws, and how it is measured. A step ends when its pixels are there:
// reading one of them back makes the browser draw what it would put off.
import { CONTENDERS } from "./contenders.mjs";
import { rounds, row } from "./figures.mjs";

const WHOLE = { width: 1920, height: 600 };
const FIRST_MS = 1_700_000_000_000;
const STEP_MS = 1_000;
// So long a contender is watched in a round, at least so many frames.
const WATCHED_MS = 700;
const LEAST_FRAMES = 3;
// A contender for which a round would take longer takes fewer of its steps, spread over all.
const LONGEST_MS = 4_000;
const LEAST_STEPS = 6;

// A random walk, the same in every run.
class Walk {
  constructor(series) {
    this.seed = 1;
    this.next = FIRST_MS;
    this.at = Array.from({ length: series }, () => 0);
  }

  random() {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }

  take(count) {
    const xs = Float64Array.from({ length: count }, () => (this.next += STEP_MS));
    const ys = this.at.map((_, series) => Float64Array.from({ length: count }, () => (this.at[series] += this.random() - 0.5)));
    return [xs, ys];
  }
}

function box(stage, { left = 0, top = 0, width, height }) {
  const box = stage.appendChild(document.createElement("div"));
  Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  return box;
}

function raster(box) {
  for (const canvas of box.querySelectorAll("canvas")) canvas.getContext("2d").getImageData(0, 0, 1, 1);
}

// A stage of each contender; only that of the one whose turn it is can be seen.
function stages(names) {
  const all = new Map(names.map((name) => [name, document.body.appendChild(document.createElement("section"))]));
  const show = (shown) => all.forEach((stage, name) => (stage.style.visibility = name === shown ? "visible" : "hidden"));
  for (const stage of all.values()) stage.className = "stage";
  return { all, show, end: () => all.forEach((stage) => stage.remove()) };
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

// Work in every frame, for so long: milliseconds of work, frames and milliseconds in all.
async function watch(work) {
  let [busy, frames] = [0, 0];
  const began = performance.now();
  let now = began;
  while (frames < LEAST_FRAMES || now - began < WATCHED_MS) {
    await frame();
    const start = performance.now();
    await work(start);
    now = performance.now();
    busy += now - start;
    frames += 1;
  }
  return { busy, frames, watched: now - began };
}

// R1: from rows to pixels, once.
export async function cold({ count, tell }) {
  const names = ["ours", "uplot", "chart.js", "echarts", "dygraphs"];
  const [xs, ys] = new Walk(3).take(55_550);
  const rows = new Map(names.map((name) => [name, CONTENDERS[name].rows(xs, ys)]));
  const run = async (name) => {
    const contender = CONTENDERS[name];
    const { all, end } = stages([name]);
    const place = box(all.get(name), WHOLE);
    await frame();
    const start = performance.now();
    const chart = await contender.chart(place, WHOLE, rows.get(name));
    raster(place);
    const ms = performance.now() - start;
    contender.end(chart);
    end();
    return { ms };
  };
  const measured = await rounds(count, names, run, tell);
  return row("R1", "cold draw of 55,550 x 3 points", "ms", measured, "ms");
}

// R2: 5 series whose window slides by a hundredth in every frame.
export async function stream({ count, tell }) {
  const result = [];
  for (const [label, window] of [["10k", 10_000], ["100k", 100_000], ["1M", 1_000_000]]) {
    const names = ["ours", "uplot", "echarts", "chart.js"];
    const walk = new Walk(5);
    const [xs, ys] = walk.take(window);
    const [newXs, newYs] = walk.take(window / 100);
    const { all, show, end } = stages(names);
    const charts = new Map();
    const begin = async (name) => {
      const contender = CONTENDERS[name];
      const place = box(all.get(name), WHOLE);
      const rows = contender.rows(xs, ys);
      charts.set(name, { place, rows, newXs: newXs.slice(), chart: await contender.chart(place, WHOLE, rows) });
    };
    const run = async (name) => {
      if (!charts.has(name)) await begin(name);
      const { place, rows, newXs, chart } = charts.get(name);
      const contender = CONTENDERS[name];
      show(name);
      const { busy, frames, watched } = await watch(async () => {
        contender.append(rows, newXs, newYs);
        await contender.show(chart, rows);
        raster(place);
        newXs.forEach((x, row) => (newXs[row] = x + newXs.length * STEP_MS));
      });
      return { ms: busy / frames, fps: (frames * 1_000) / watched };
    };
    const measured = await rounds(count, names, run, tell);
    const what = `5 series of ${label} rows, a hundredth appended per frame`;
    result.push(...row(`R2@${label}`, `${what}: main thread per frame`, "ms", measured, "ms"));
    result.push(...row(`R2-fps@${label}`, what, "frames/s", measured, "fps"));
    dispose(charts, end);
  }
  return [...result, ...largest(result, "R2@1M", "R2"), ...largest(result, "R2-fps@1M", "R2-fps")];
}

// R3: 16 charts, a thousand rows a second in all.
export async function many({ count, tell }) {
  const names = ["ours", "uplot", "echarts", "chart.js"];
  const [CHARTS, UPDATES_PER_MS] = [16, 1];
  const size = { width: 480, height: 150 };
  const walk = new Walk(1);
  const [xs, ys] = walk.take(10_000);
  const { all, show, end } = stages(names);
  const charts = new Map();
  const begin = async (name) => {
    const contender = CONTENDERS[name];
    for (let index = 0; index < CHARTS; index += 1) {
      const place = box(all.get(name), { ...size, left: (index % 4) * size.width, top: (index >> 2) * size.height });
      const rows = contender.rows(xs, ys);
      charts.set(`${name} ${index}`, { place, rows, chart: await contender.chart(place, size, rows) });
    }
    charts.set(name, { updates: 0 });
  };
  const run = async (name) => {
    if (!charts.has(name)) await begin(name);
    const contender = CONTENDERS[name];
    show(name);
    await frame();
    let last = performance.now();
    let updates = 0;
    const { busy, frames, watched } = await watch(async (now) => {
      const due = Math.floor((now - last) * UPDATES_PER_MS);
      last += due / UPDATES_PER_MS;
      const dirty = new Set();
      for (let update = 0; update < due; update += 1) {
        const index = (updates + update) % CHARTS;
        contender.append(charts.get(`${name} ${index}`).rows, ...walk.take(1));
        dirty.add(index);
      }
      updates += due;
      for (const index of dirty) {
        const { place, rows, chart } = charts.get(`${name} ${index}`);
        await contender.show(chart, rows);
        raster(place);
      }
    });
    return { ms: (busy * 1_000) / updates, fps: (frames * 1_000) / watched };
  };
  const measured = await rounds(count, names, run, tell);
  dispose(charts, end);
  const what = "16 charts of 10k points, 1,000 updates/s in all";
  return [...row("R3", `${what}: main thread per 1,000 updates`, "ms", measured, "ms"), ...row("R3-fps", what, "frames/s", measured, "fps")];
}

// R4: pan and zoom, step by step.
export async function look({ count, tell }) {
  const result = [];
  for (const [label, length] of [["100k", 100_000], ["1M", 1_000_000], ["10M", 10_000_000]]) {
    const names = ["ours", "uplot", "echarts"];
    const walk = new Walk(1);
    const [xs, ys] = walk.take(length);
    const windows = Array.from({ length: 24 }, () => {
      const share = 0.01 ** walk.random();
      const first = walk.random() * (1 - share);
      return [first, first + share].map((at) => FIRST_MS + at * length * STEP_MS);
    });
    const { all, show, end } = stages(names);
    const charts = new Map();
    const run = async (name) => {
      const contender = CONTENDERS[name];
      show(name);
      if (!charts.has(name)) {
        const place = box(all.get(name), WHOLE);
        const rows = contender.rows(xs, ys);
        charts.set(name, { place, rows, steps: windows.length, chart: await contender.chart(place, WHOLE, rows) });
        raster(place);
      }
      const held = charts.get(name);
      const times = [];
      const began = performance.now();
      for (let step = 0; step < held.steps; step += 1) {
        const window = windows[Math.floor((step * windows.length) / held.steps)];
        const start = performance.now();
        await contender.look(held.chart, ...window);
        raster(held.place);
        times.push(performance.now() - start);
      }
      if (performance.now() - began > LONGEST_MS) held.steps = LEAST_STEPS;
      // The mean: a gesture is as dear as all of its steps.
      return { ms: times.reduce((sum, time) => sum + time, 0) / times.length };
    };
    const measured = await rounds(count, names, run, tell);
    result.push(...row(`R4@${label}`, `pan and zoom over ${label} points: a step`, "ms", measured, "ms"));
    dispose(charts, end);
  }
  return [...result, ...largest(result, "R4@10M", "R4")];
}

const largest = (rows, id, as) => rows.filter((row) => row.id === id).map((row) => ({ ...row, id: as }));

function dispose(charts, end) {
  for (const [key, { chart, rows }] of charts) {
    const contender = CONTENDERS[key.split(" ")[0]];
    if (chart) contender.end(chart);
    if (rows) contender.forget?.(rows);
  }
  end();
}
