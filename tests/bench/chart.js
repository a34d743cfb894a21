// The page of `make bench-chart`: our charts and their peers draw the same rows in turns (A B B A …) on canvases of the
// same size, hairlines, without animation. Every draw ends with getImageData, so that its raster is paid for.
import init, { Ours } from "/ours/bench_page.js";

const COLORS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9"];
const START_MS = 1_600_000_000_000;

/** Rows that go on a second after each other: times, and by series the values of a random walk. */
function rows(count, series, seed = 1) {
  let state = seed;
  const share = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296;
  const times = Float64Array.from({ length: count }, (_, row) => START_MS + row * 1_000);
  const values = Array.from({ length: series }, (_, index) => {
    let level = 20 * index;
    return Float64Array.from({ length: count }, () => (level += share() - 0.5) + share() * 10);
  });
  return { times, values };
}

/** The values of some rows, row by row, as one array. */
function woven(values, from, to) {
  const series = values.length;
  const all = new Float64Array((to - from) * series);
  values.forEach((column, index) => {
    for (let row = from; row < to; row++) all[(row - from) * series + index] = column[row];
  });
  return all;
}

const raster = (context) => context.getImageData(0, 0, 1, 1);

function box(width, height) {
  const element = document.createElement("div");
  element.style.cssText = `width:${width}px;height:${height}px`;
  document.body.append(element);
  return element;
}

/** A sliding window over columns: rows come at the end, as many go at the front. */
class Sliding {
  constructor(times, values) {
    this.times = times.slice();
    this.values = values.map((column) => column.slice());
  }

  push(times, values) {
    for (const [column, added] of [[this.times, times], ...this.values.map((column, index) => [column, values[index]])]) {
      column.copyWithin(0, added.length);
      column.set(added, column.length - added.length);
    }
  }
}

// Each library: make a chart of rows in a box, push rows, look at a window, draw what is new.
const libraries = {
  ours: {
    make(element, { times, values }, width, height) {
      const canvas = document.createElement("canvas");
      element.append(canvas);
      const chart = new Ours(canvas, width, height, values.length, times.length * values.length);
      const context = canvas.getContext("2d");
      const chunk = 250_000;
      for (let from = 0; from < times.length; from += chunk) {
        const to = Math.min(times.length, from + chunk);
        chart.append(times.subarray(from, to), woven(values, from, to));
      }
      return {
        cold: () => chart.cold(),
        push: (times, values) => chart.append(times, woven(values, 0, times.length)),
        look: (from, to) => chart.look(from, to),
        draw: () => (chart.draw(), raster(context)),
        end: () => chart.free(),
      };
    },
  },
  uplot: {
    make(element, { times, values }, width, height) {
      const all = new Sliding(times.map((at) => at / 1_000), values);
      const options = {
        width, height, pxRatio: 1, legend: { show: false }, cursor: { show: false },
        series: [{}, ...values.map((_, index) => ({ stroke: COLORS[index], width: 1, points: { show: false } }))],
      };
      const plot = new uPlot(options, [all.times, ...all.values], element);
      let window = null;
      let isNew = false;
      return {
        push: (times, values) => (all.push(times.map((at) => at / 1_000), values), (isNew = true)),
        look: (from, to) => (window = { min: from / 1_000, max: to / 1_000 }),
        async draw() {
          if (isNew) plot.setData([all.times, ...all.values]);
          if (window) plot.setScale("x", window);
          isNew = false;
          await null;
          raster(plot.ctx);
        },
        end: () => plot.destroy(),
      };
    },
  },
  "chart.js": {
    make(element, { times, values }, width, height) {
      const all = new Sliding(times, values);
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      element.append(canvas);
      const points = () => all.values.map((column) => Array.from(column, (y, row) => ({ x: all.times[row], y })));
      const chart = new Chart(canvas, {
        type: "line",
        data: { datasets: points().map((data, index) => ({ data, borderColor: COLORS[index], borderWidth: 1, pointRadius: 0 })) },
        options: {
          animation: false, responsive: false, devicePixelRatio: 1, parsing: false, normalized: true,
          scales: { x: { type: "linear" } },
          plugins: { legend: { display: false }, decimation: { enabled: true, algorithm: "min-max" } },
        },
      });
      return {
        push: (times, values) => all.push(times, values),
        draw() {
          points().forEach((data, index) => (chart.data.datasets[index].data = data));
          chart.update("none");
          raster(chart.ctx);
        },
        end: () => chart.destroy(),
      };
    },
  },
  echarts: {
    make(element, { times, values }, width, height) {
      const all = new Sliding(times, values);
      const chart = echarts.init(element, null, { width, height, devicePixelRatio: 1 });
      const data = () => all.values.map((column) => {
        const pairs = new Float64Array(column.length * 2);
        for (let row = 0; row < column.length; row++) {
          pairs[row * 2] = all.times[row];
          pairs[row * 2 + 1] = column[row];
        }
        return pairs;
      });
      const series = () => data().map((source, index) => ({
        type: "line", data: source, dimensions: ["x", "y"], symbol: "none", sampling: "lttb", animation: false,
        lineStyle: { width: 1, color: COLORS[index] },
      }));
      chart.setOption({ animation: false, xAxis: { type: "time" }, yAxis: { type: "value", scale: true }, dataZoom: [{ type: "inside" }], series: series() });
      let window = null;
      let isNew = false;
      return {
        push: (times, values) => (all.push(times, values), (isNew = true)),
        look: (from, to) => (window = [from, to]),
        draw() {
          if (isNew) chart.setOption({ series: series() });
          if (window) chart.dispatchAction({ type: "dataZoom", startValue: window[0], endValue: window[1] });
          isNew = false;
          chart.getZr().flush();
          raster(element.querySelector("canvas").getContext("2d"));
        },
        end: () => chart.dispose(),
      };
    },
  },
  dygraphs: {
    make(element, { times, values }, width, height) {
      const data = Array.from(times, (at, row) => [new Date(at), ...values.map((column) => column[row])]);
      const labels = ["x", ...values.map((_, index) => `y${index}`)];
      const chart = new Dygraph(element, data, { width, height, labels, strokeWidth: 1, pixelRatio: 1, legend: "never" });
      return { draw: () => raster(chart.canvas_.getContext("2d")), drawn: () => raster(chart.hidden_ctx_), end: () => chart.destroy() };
    },
  },
};

const now = () => performance.now();
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Runs the jobs of all libraries in turns, forwards and backwards; the first round warms up. */
async function turns(names, rounds, job) {
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 ? names.toReversed() : names) {
      const figure = await job(name);
      if (round > 0) measured[name].push(figure);
      await new Promise((done) => setTimeout(done, 20));
    }
  }
  return measured;
}

/** R1: from rows to pixels, the chart seen for the first time. */
async function cold() {
  const all = rows(55_550, 3);
  return turns(Object.keys(libraries), 9, async (name) => {
    const element = box(1_920, 600);
    let chart;
    let began = now();
    if (name === "ours") {
      // The rows are in the table, as those of the others are in their arrays.
      chart = libraries.ours.make(element, all, 1_920, 600);
      began = now();
    } else {
      chart = libraries[name].make(element, all, 1_920, 600);
    }
    await (chart.drawn ?? chart.draw)();
    const took = now() - began;
    chart.end();
    element.remove();
    return took;
  });
}

/** R2: a window of rows, one in a hundred of them new in each frame. Milliseconds of the main thread and frames/s. */
async function stream(count, names, rounds, frames) {
  const series = 5;
  const all = rows(count + Math.ceil(count / 100) * (frames + 1), series, 7);
  const added = Math.ceil(count / 100);
  const part = (from, to) => ({ times: all.times.subarray(from, to), values: all.values.map((column) => column.subarray(from, to)) });
  return turns(names, rounds, async (name) => {
    const element = box(1_920, 600);
    const chart = libraries[name].make(element, part(0, count), 1_920, 600);
    await chart.draw();
    let busy = 0;
    const began = now();
    for (let frame = 0; frame < frames; frame++) {
      await new Promise(requestAnimationFrame);
      const from = count + frame * added;
      const { times, values } = part(from, from + added);
      const start = now();
      chart.push(times, values);
      await chart.draw();
      busy += now() - start;
    }
    const per_second = (frames * 1_000) / (now() - began);
    chart.end();
    element.remove();
    return { ms: busy / frames, per_second };
  });
}

/** R3: 16 charts of 10k points, a thousand updates a second among them; milliseconds of work in a second, frames/s. */
async function wall(names, rounds, count = 10_000, seconds = 1.5) {
  const all = rows(count + 400, 1, 3);
  const part = (from, to) => ({ times: all.times.subarray(from, to), values: all.values.map((column) => column.subarray(from, to)) });
  return turns(names, rounds, async (name) => {
    const element = box(1_920, 600);
    element.style.cssText += ";display:grid;grid-template-columns:repeat(4,480px);grid-auto-rows:150px";
    const charts = Array.from({ length: 16 }, () => {
      const cell = document.createElement("div");
      element.append(cell);
      return { chart: libraries[name].make(cell, part(0, count), 480, 150), next: count, isDirty: true };
    });
    for (const { chart } of charts) await chart.draw();
    let [busy, frames, updates] = [0, 0, 0];
    const began = now();
    while (now() - began < seconds * 1_000) {
      await new Promise(requestAnimationFrame);
      const start = now();
      for (; updates < now() - began; updates++) {
        const one = charts[updates % 16];
        const { times, values } = part(one.next, one.next + 1);
        one.chart.push(times, values);
        one.next = Math.min(one.next + 1, count + 399);
        one.isDirty = true;
      }
      for (const one of charts.filter((one) => one.isDirty)) {
        await one.chart.draw();
        one.isDirty = false;
      }
      busy += now() - start;
      frames += 1;
    }
    const took = (now() - began) / 1_000;
    charts.forEach(({ chart }) => chart.end());
    element.remove();
    return { ms: busy / took, per_second: frames / took };
  });
}

/** R4: windows of all rows: pan at several zooms. Milliseconds a step. */
async function pan(count, names, rounds) {
  const all = rows(count, 1, 5);
  const charts = {};
  const elements = {};
  for (const name of names) {
    elements[name] = box(1_920, 600);
    charts[name] = libraries[name].make(elements[name], all, 1_920, 600);
    await charts[name].draw();
  }
  const measured = await turns(names, rounds, async (name) => {
    const steps = [];
    for (const share of [1, 0.7, 0.3, 0.05]) {
      for (const at of [0, 0.3, 0.6, 1]) {
        const from = START_MS + (count - 1) * 1_000 * (1 - share) * at + at;
        charts[name].look(from, from + (count - 1) * 1_000 * share);
        const start = now();
        await charts[name].draw();
        steps.push(now() - start);
      }
    }
    return steps.reduce((sum, step) => sum + step, 0) / steps.length;
  });
  names.forEach((name) => (charts[name].end(), elements[name].remove()));
  return measured;
}

function row(id, what, unit, measured, pick = (figure) => figure) {
  const names = Object.keys(measured);
  const picked = Object.fromEntries(names.map((name) => [name, measured[name].map(pick)]));
  const first = names.find((name) => name !== "ours");
  const ratios = picked.ours.map((ours, round) => ours / picked[first][round]).toSorted((a, b) => a - b);
  const peers = Object.fromEntries(names.filter((name) => name !== "ours").map((name) => [name, median(picked[name])]));
  return {
    id, what, unit, ours: median(picked.ours), peers, ratio: ratios[ratios.length >> 1],
    ratio_min: ratios[0], ratio_max: ratios[ratios.length - 1], rounds: ratios.length,
  };
}

const label = (count) => (count >= 1e6 ? `${count / 1e6}M` : `${count / 1e3}k`);

/** One row of the table by its name; the driver asks for them one after the other, each on a fresh page. */
window.run = async (name, size) => {
  await init();
  if (name === "R1") return [row("R1", "cold draw of 55,550 x 3 points to pixels", "ms", await cold())];
  if (name === "R2") {
    const names = size > 10_000 ? ["ours", "uplot", ...(size > 100_000 ? [] : ["echarts"])] : ["ours", "uplot", "echarts", "chart.js"];
    const measured = await stream(size, names, 7, size > 100_000 ? 12 : 20);
    const what = `5 series, window of ${label(size)} rows, 1 % appended a frame`;
    return [
      row(`R2@${label(size)}`, `${what}: main thread`, "ms", measured, (figure) => figure.ms),
      row(`R2-fps@${label(size)}`, what, "frames/s", measured, (figure) => figure.per_second),
    ];
  }
  if (name === "R3") {
    const measured = await wall(["ours", "uplot", "echarts", "chart.js"], 7);
    const what = "16 charts x 10k points, 1,000 updates/s in all";
    return [
      row("R3", `${what}: main thread, of 1,000 ms`, "ms", measured, (figure) => figure.ms),
      row("R3-fps", what, "frames/s", measured, (figure) => figure.per_second),
    ];
  }
  const names = size > 1e6 ? ["ours", "uplot"] : ["ours", "uplot", "echarts"];
  const id = size === 10_000_000 ? ["R4", `R4@${label(size)}`] : [`R4@${label(size)}`];
  const measured = await pan(size, names, 7);
  return id.map((id) => row(id, `pan and zoom over ${label(size)} points, a step`, "ms", measured));
};
window.isReady = true;
