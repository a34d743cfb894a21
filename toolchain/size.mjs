// `make size`: the brotli bytes of every file that the page loads up to its first chart, against the budget and beside
// the smallest page of other chart libraries; what loads later is listed. Writes target/bench/size.json; ends with an
// error when the budget is exceeded. That a browser loads these files and no others a browser test proves.
import { brotliCompressSync, constants } from "node:zlib";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const BUDGET_BYTES = 350_000;
const FOLDER = "dist";
const LIBRARIES = ".tools/node_modules";

// The page of each peer: its files beside an index.html that draws one line.
const PEERS = {
  uplot: {
    files: ["uplot/dist/uPlot.iife.min.js", "uplot/dist/uPlot.min.css"],
    draw: "new uPlot({ width: 600, height: 300, series: [{}, { stroke: 'red' }] }, [[1, 2], [3, 4]], document.body)",
  },
  "chart.js": {
    files: ["chart.js/dist/chart.umd.min.js"],
    draw: "new Chart(document.body.appendChild(document.createElement('canvas')), { type: 'line', data: { labels: [1, 2], datasets: [{ data: [3, 4] }] } })",
  },
  echarts: {
    files: ["echarts/dist/echarts.min.js"],
    draw: "echarts.init(document.body, null, { width: 600, height: 300 }).setOption({ xAxis: {}, yAxis: {}, series: [{ type: 'line', data: [[1, 3], [2, 4]] }] })",
  },
};

const brotliBytes = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const sized = (path) => ({ path, bytes: brotliBytes(readFileSync(path)) });
const sum = (files) => files.reduce((total, file) => total + file.bytes, 0);

// index.html, what it links, and what its scripts import without being asked.
function neededFirst() {
  const needed = new Set(["index.html"]);
  for (const file of needed) {
    const text = /\.(html|js)$/.test(file) ? readFileSync(join(FOLDER, file), "utf8") : "";
    const named = file.endsWith(".html") ? /(?:href|src)="\/([^"]+)"/g : /^import .* from "\.\/([^"]+)"/gm;
    for (const [, name] of text.matchAll(named)) if (existsSync(join(FOLDER, name))) needed.add(name);
  }
  return needed;
}

function ofPeer(name, { files, draw }) {
  if (!files.every((file) => existsSync(join(LIBRARIES, file)))) return [name, null];
  const tags = files.map((file) =>
    file.endsWith(".css") ? `<link rel="stylesheet" href="${basename(file)}">` : `<script src="${basename(file)}"></script>`,
  );
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>${tags.join("")}<body><script>${draw}</script>`;
  const libraries = files.map((file) => brotliBytes(readFileSync(join(LIBRARIES, file))));
  return [name, libraries.reduce((total, bytes) => total + bytes, brotliBytes(Buffer.from(page)))];
}

const needed = neededFirst();
const all = readdirSync(FOLDER).filter((name) => /^[^.].*\.\w+$/.test(name) && !/\.(br|gz)$/.test(name));
const files = all.map((name) => sized(join(FOLDER, name))).sort((left, right) => right.bytes - left.bytes);
const [first, later] = [true, false].map((is) => files.filter((file) => needed.has(basename(file.path)) === is));
const total = sum(first);
const peers = Object.fromEntries(Object.entries(PEERS).map(([name, peer]) => ofPeer(name, peer)));

const line = (bytes, words) => console.log(`${String(bytes).padStart(9)}  ${words}`);
for (const { path, bytes } of first) line(bytes, path);
line(total, `up to the first chart, budget ${BUDGET_BYTES} (brotli 11)`);
for (const { path, bytes } of later) line(bytes, `later: ${path}`);
for (const [name, bytes] of Object.entries(peers)) line(bytes ?? "-", `a page with ${name}`);

const row = {
  id: "S1",
  what: "brotli bytes of everything up to the first chart",
  unit: "bytes",
  ours: total,
  peers,
  ratio: peers.uplot ? total / peers.uplot : null,
  rounds: 1,
  bound: BUDGET_BYTES,
  files: first,
  later,
};
mkdirSync("target/bench", { recursive: true });
writeFileSync("target/bench/size.json", JSON.stringify({ rows: [row] }, null, 2) + "\n");
if (total > BUDGET_BYTES) {
  console.error(`size: ${total - BUDGET_BYTES} bytes over the budget`);
  process.exit(1);
}
