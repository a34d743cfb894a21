// `make bench-chart`: R1 to R4 on one page in a Chromium without a GPU, ours and the peers in turns. Serves the page,
// waits for what it says, then has S2 measured by cold.mjs, prints it and writes target/bench/chart.json. ONLY=R1,S2 runs
// those rows alone and keeps what the file says of the others; ROUNDS=7 is how often after the warm-up. Runs from the root of the repository.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { coldStarts } from "./cold.mjs";

const OUT = "target/bench/chart.json";
const FOLDERS = { "/peer/": "target/bench/chart/node_modules/", "/own/": "target/bench/chart/own/", "/": "tests/bench/chart/page/" };
const TYPES = { ".html": "text/html", ".mjs": "text/javascript", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
// Isolated, a page may read the clock to 5 µs.
const HEADERS = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp", "cache-control": "no-store" };
const LONGEST_MS = 30 * 60_000;
const { ONLY = "R1,R4,R2,R3,S2", ROUNDS = "7", CHROMIUM = "chromium" } = process.env;
const [onPage, ofStart] = [false, true].map((is) => ONLY.split(",").filter((id) => (id === "S2") === is));

const work = mkdtempSync(join(tmpdir(), "ashboard-bench-"));
const server = createServer(answer);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${server.address().port}/index.html?only=${onPage}&rounds=${ROUNDS}`;
const flags = ["--headless", "--disable-gpu", "--window-size=1920,700", "--force-device-scale-factor=1", "--hide-scrollbars", "--no-first-run"];
const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = spawn(CHROMIUM, [...flags, ...root, `--user-data-dir=${work}`, address], { stdio: "ignore" });
const late = setTimeout(() => finish({ failure: `no result after ${LONGEST_MS / 60_000} minutes` }), LONGEST_MS);
browser.on("error", (error) => finish({ failure: `${CHROMIUM}: ${error.message}` }));
browser.on("exit", () => finish({ failure: "the browser ended before the page did" }));
let ended = false;

async function answer(request, response) {
  const path = normalize(decodeURIComponent(request.url.split("?")[0]));
  if (request.method === "POST") {
    let body = "";
    for await (const part of request) body += part;
    response.writeHead(204).end();
    if (path === "/tell") console.log(JSON.parse(body));
    if (path === "/end") finish(JSON.parse(body));
    return;
  }
  const [prefix, folder] = Object.entries(FOLDERS).find(([prefix]) => path.startsWith(prefix));
  const file = join(folder, path.slice(prefix.length));
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { ...HEADERS, "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
}

async function finish({ rows = [], failure }) {
  if (ended) return;
  ended = true;
  clearTimeout(late);
  const gone = new Promise((resolve) => browser.once("exit", resolve));
  browser.kill();
  server.close();
  server.closeAllConnections();
  await gone;
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  try {
    if (!failure && ofStart.length > 0) {
      rows.push(...(await coldStarts({ count: Number(ROUNDS), chromium: CHROMIUM, flags: [...flags, ...root], tell: console.log })));
    }
  } catch (error) {
    failure = error.message;
  }
  if (failure) {
    console.error(`bench-chart: ${failure}`);
    process.exitCode = 1;
    return;
  }
  const known = existsSync(OUT) ? JSON.parse(readFileSync(OUT, "utf8")).rows : [];
  const kept = known.filter(({ id }) => !rows.some((row) => row.id === id));
  const all = [...kept, ...rows].sort((left, right) => (left.id < right.id ? -1 : 1));
  writeFileSync(OUT, `${JSON.stringify({ rows: all }, null, 2)}\n`);
  console.table(Object.fromEntries(rows.map(({ id, unit, ours, peers, ratio, ratio_min, ratio_max }) => [id, { unit, ours: round(ours), ...mapped(peers), ratio: round(ratio), range: `${round(ratio_min)} … ${round(ratio_max)}` }])));
}

function mapped(peers) {
  return Object.fromEntries(Object.entries(peers).map(([name, figure]) => [name, round(figure)]));
}

function round(figure) {
  return figure === undefined ? "" : Number(figure.toPrecision(3));
}
