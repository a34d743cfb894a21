// The contenders: each library behind the same few words, with the options that its manual gives for speed. What a
// library wants as its data is made before the clock runs; what arrives while it runs is put into it on the clock.
//
// rows(xs, ys, max): what it keeps as data, `ys` a list of series. append(rows, xs, ys): newer rows come, as many of the
// oldest go. chart(box, size, rows): draws it. show(chart, rows): draws it anew. look(chart, first, last): a window of x.
// Each may answer a promise; what it draws is on its canvas when that is kept.
import { Chart as OwnChart, Rows } from "/own/bench_chart.js";

const COLORS = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951"];
// So many rows at once go into a table: the way from one memory to the other needs room.
const BATCH = 100_000;

// The oldest values of a typed array give way.
const shift = (values, newer) => {
  values.copyWithin(0, newer.length);
  values.set(newer, values.length - newer.length);
};

const own = {
  name: "ours",
  rows(xs, ys) {
    const rows = new Rows(ys.length, xs.length);
    for (let at = 0; at < xs.length; at += BATCH) {
      this.append(rows, xs.subarray(at, at + BATCH), ys.map((values) => values.subarray(at, at + BATCH)));
    }
    rows.series = ys.length;
    return rows;
  },
  append(rows, xs, ys) {
    const values = new Float64Array(xs.length * ys.length);
    ys.forEach((series, index) => values.set(series, index * xs.length));
    rows.append(xs, values);
  },
  chart(box, { width, height }, rows) {
    const canvas = box.appendChild(document.createElement("canvas"));
    [canvas.width, canvas.height] = [width, height];
    const chart = new OwnChart(canvas, rows.series);
    chart.draw(rows, performance.now());
    return { chart, rows };
  },
  show({ chart }, rows) {
    chart.draw(rows, performance.now());
  },
  look({ chart, rows }, first, last) {
    chart.look(first, last);
    chart.draw(rows, performance.now());
  },
  end({ chart }) {
    chart.free();
  },
  forget(rows) {
    rows.free();
  },
};

const uplot = {
  name: "uplot",
  rows: (xs, ys) => [xs.slice(), ...ys.map((values) => values.slice())],
  append: (rows, xs, ys) => rows.forEach((values, index) => shift(values, index === 0 ? xs : ys[index - 1])),
  async chart(box, { width, height }, rows) {
    const lines = rows.slice(1).map((_, index) => ({ stroke: COLORS[index], width: 1, points: { show: false } }));
    const options = { width, height, ms: 1, legend: { show: false }, cursor: { show: false }, series: [{}, ...lines] };
    const chart = new uPlot(options, rows, box);
    await null; // it draws in a microtask
    return chart;
  },
  async show(chart, rows) {
    chart.setData(rows);
    await null;
  },
  async look(chart, min, max) {
    chart.setScale("x", { min, max });
    await null;
  },
  end: (chart) => chart.destroy(),
};

const chartJs = {
  name: "chart.js",
  rows: (xs, ys) => ys.map((values) => Array.from(values, (y, row) => ({ x: xs[row], y }))),
  append(rows, xs, ys) {
    rows.forEach((points, index) => {
      points.splice(0, xs.length);
      xs.forEach((x, row) => points.push({ x, y: ys[index][row] }));
    });
  },
  chart(box, { width, height }, rows) {
    const canvas = box.appendChild(document.createElement("canvas"));
    [canvas.width, canvas.height] = [width, height];
    const line = { borderWidth: 1, pointRadius: 0 };
    const datasets = rows.map((data, index) => ({ ...line, data, borderColor: COLORS[index] }));
    const plugins = { decimation: { enabled: true, algorithm: "min-max" }, legend: { display: false }, tooltip: { enabled: false } };
    const options = { animation: false, responsive: false, parsing: false, normalized: true, events: [], plugins, devicePixelRatio: 1, scales: { x: { type: "linear" } } };
    return new Chart(canvas, { type: "line", data: { datasets }, options });
  },
  show: (chart) => chart.update("none"),
  end: (chart) => chart.destroy(),
};

const pairs = (xs, values) => {
  const flat = new Float64Array(xs.length * 2);
  for (let row = 0; row < xs.length; row += 1) [flat[row * 2], flat[row * 2 + 1]] = [xs[row], values[row]];
  return flat;
};

const echart = {
  name: "echarts",
  rows: (xs, ys) => ys.map((values) => pairs(xs, values)),
  append: (rows, xs, ys) => rows.forEach((flat, index) => shift(flat, pairs(xs, ys[index]))),
  series: (rows) => rows.map((data) => ({ type: "line", data, sampling: "lttb", showSymbol: false, lineStyle: { width: 1 }, animation: false })),
  chart(box, { width, height }, rows) {
    const chart = echarts.init(box, null, { width, height, devicePixelRatio: 1 });
    const axis = { animation: false };
    const dataZoom = [{ type: "inside", filterMode: "filter" }];
    chart.setOption({ animation: false, xAxis: { ...axis, type: "time" }, yAxis: { ...axis, type: "value", scale: true }, dataZoom, series: this.series(rows) });
    chart.getZr().flush();
    return chart;
  },
  show(chart, rows) {
    chart.setOption({ series: this.series(rows) });
    chart.getZr().flush();
  },
  look(chart, startValue, endValue) {
    chart.dispatchAction({ type: "dataZoom", startValue, endValue });
    chart.getZr().flush();
  },
  end: (chart) => chart.dispose(),
};

const dygraphs = {
  name: "dygraphs",
  rows: (xs, ys) => Array.from(xs, (x, row) => [x, ...ys.map((values) => values[row])]),
  chart(box, { width, height }, rows) {
    const labels = ["x", ...rows[0].slice(1).map((_, index) => `series ${index + 1}`)];
    return new Dygraph(box, rows, { labels, width, height, strokeWidth: 1, pixelRatio: 1, legend: "never", colors: COLORS });
  },
  end: (chart) => chart.destroy(),
};

export const CONTENDERS = Object.fromEntries([own, uplot, chartJs, echart, dygraphs].map((contender) => [contender.name, contender]));
