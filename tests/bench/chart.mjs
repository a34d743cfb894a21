// `make bench-chart`: serves the page of chart.js to a headless Chromium without GPU, asks it for one row after the
// other and writes target/bench/chart.json. Arguments: names of rows, to run only those (R1 R4@10M …).
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const WebSocket = createRequire(join(process.cwd(), "target/bench/peers/"))("ws");
const FOLDERS = { peers: "target/bench/peers/node_modules", ours: "target/bench/ours", bench: "tests/bench" };
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm" };
const ROWS = [["R1"], ["R2", 10_000], ["R2", 100_000], ["R2", 1_000_000], ["R3"], ["R4", 100_000], ["R4", 1_000_000], ["R4", 10_000_000]];
/** The longest that one row may take, in milliseconds: five series of a million points take uPlot a second a frame. */
const PATIENCE_MS = 600_000;

const server = createServer((request, response) => {
  const [, folder, ...rest] = normalize(request.url.split("?")[0]).split("/");
  try {
    const body = readFileSync(join(FOLDERS[folder], rest.join("/")));
    response.setHeader("content-type", TYPES[extname(request.url)] ?? "application/octet-stream");
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const profile = mkdtempSync(join(tmpdir(), "bench-chart-"));
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "--window-size=1980,760", "--force-device-scale-factor=1", "--js-flags=--max-old-space-size=4096"];
const browser = spawn("chromium", [...flags, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
const address = await new Promise((done) => {
  let said = "";
  browser.stderr.on("data", (data) => (said += data, said.match(/ws:\/\/\S+/) && done(said.match(/ws:\/\/\S+/)[0])));
});
const pages = `http://${new URL(address).host}/json`;

/** A fresh page, and how to ask it. */
async function page() {
  const { webSocketDebuggerUrl, id } = await (await fetch(`${pages}/new?about:blank`, { method: "PUT" })).json();
  const socket = new WebSocket(webSocketDebuggerUrl, { maxPayload: 1 << 26 });
  await new Promise((done) => socket.on("open", done));
  const waiting = new Map();
  socket.on("message", (text) => {
    const { id, result, error } = JSON.parse(text);
    waiting.get(id)?.(error ? { error } : result);
    waiting.delete(id);
  });
  const send = (method, params = {}) => new Promise((done) => {
    const id = waiting.size + Math.floor(performance.now() * 1_000);
    waiting.set(id, done);
    socket.send(JSON.stringify({ id, method, params }));
  });
  const ask = async (expression) => {
    const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, timeout: PATIENCE_MS });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result?.value;
  };
  const end = async () => (socket.close(), await fetch(`${pages}/close/${id}`));
  return { send, ask, end };
}

const wanted = process.argv.slice(2);
const results = [];
for (const [name, size] of ROWS.filter(([name]) => !wanted.length || wanted.includes(name))) {
  const { send, ask, end } = await page();
  try {
    await send("Page.navigate", { url: `http://127.0.0.1:${server.address().port}/bench/chart.html` });
    while (!(await ask("window.isReady === true").catch(() => false))) await new Promise((done) => setTimeout(done, 50));
    for (const row of await ask(`run(${JSON.stringify(name)}, ${size})`)) {
      results.push(row);
      const peers = Object.entries(row.peers).map(([peer, figure]) => `${peer} ${figure.toFixed(2)}`).join("  ");
      console.log(`${row.id.padEnd(12)} ${row.unit.padEnd(8)} ours ${row.ours.toFixed(2)}  ${peers}  ratio ${row.ratio.toFixed(3)} (${row.ratio_min.toFixed(3)} to ${row.ratio_max.toFixed(3)})`);
    }
  } catch (error) {
    console.log(`${name} ${size ?? ""} did not run: ${error.message}`);
  }
  await end();
}
mkdirSync("target/bench", { recursive: true });
writeFileSync("target/bench/chart.json", `${JSON.stringify({ rows: results }, null, 2)}\n`);
browser.kill();
server.close();
await new Promise((done) => browser.on("exit", done));
rmSync(profile, { recursive: true, force: true });
