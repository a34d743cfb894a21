// S2 of `make bench-chart`: from a cold navigation to the first painted chart that has rows, ours by the relay and peers as
// the smallest page that fetches as many rows and draws them, in turns; each in a browser context that knows nothing.
// Once as it is, once with a processor four times slower on a line of 1.6 Mbit/s. Every file is sent as brotli.
// ASHBOARD names the relay's program, PAGE the built page. Runs from the root of the repository.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { row, rounds } from "./page/figures.mjs";

const { ASHBOARD = "target/release/ashboard", PAGE = "dist" } = process.env;
const LIBRARIES = "target/bench/chart/node_modules";
const ROWS = 600;
const LONGEST_MS = 60_000;
const LOOK_MS = 10;
const MBIT = 1_000_000 / 8;
const LINES = {
  S2: { what: "cold navigation to the first painted chart with rows" },
  "S2@slow": { what: "the same at a quarter of the processor and 1.6 Mbit/s", slow: 4, line: { latency: 40, downloadThroughput: 1.6 * MBIT, uploadThroughput: 0.75 * MBIT } },
};

// What a peer draws the rows with.
const PEERS = {
  echarts: {
    files: ["echarts/dist/echarts.min.js"],
    draw: "echarts.init(box).setOption({ animation: false, xAxis: { type: 'time' }, yAxis: {}, series: [{ type: 'line', showSymbol: false, data: xs.map((x, row) => [x, ys[row]]) }] })",
  },
  uplot: {
    files: ["uplot/dist/uPlot.iife.min.js", "uplot/dist/uPlot.min.css"],
    draw: "new uPlot({ width: 1200, height: 400, series: [{}, { stroke: 'red' }] }, [xs.map((x) => x / 1000), ys], box)",
  },
  "chart.js": {
    files: ["chart.js/dist/chart.umd.min.js"],
    draw: "new Chart(box.appendChild(document.createElement('canvas')), { type: 'line', options: { animation: false, parsing: false, scales: { x: { type: 'linear' } } }, data: { datasets: [{ data: xs.map((x, row) => ({ x, y: ys[row] })) }] } })",
  },
};

/** The rows of the result. */
export async function coldStarts({ count, chromium, flags, tell }) {
  if (!existsSync(ASHBOARD) || !existsSync(PAGE)) {
    tell("S2: the relay or the page is not built");
    return [];
  }
  const work = mkdtempSync(join(tmpdir(), "ashboard-cold-"));
  const peers = await servePeers();
  const relay = await Relay.start(work);
  const browser = new Browser(chromium, [...flags, `--user-data-dir=${join(work, "profile")}`]);
  try {
    const address = { ours: relay.chart, ...Object.fromEntries(Object.keys(PEERS).map((name) => [name, `${peers.origin}/${name}`])) };
    const result = [];
    for (const [id, conditions] of Object.entries(LINES)) {
      tell(`${id}: running …`);
      const run = async (name) => ({ ms: await browser.untilDrawn(address[name], conditions) });
      const measured = await rounds(count, ["ours", ...Object.keys(PEERS)], run, (text) => tell(`${id}: ${text}`));
      result.push(...row(id, conditions.what, "ms", measured, "ms"));
    }
    return result;
  } finally {
    await browser.end();
    await relay.end();
    peers.server.close();
    peers.server.closeAllConnections();
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function servePeers() {
  const xs = Array.from({ length: ROWS }, (_, row) => 1_700_000_000_000 + row * 1_000);
  const files = new Map([["/rows.json", ["application/json", JSON.stringify({ xs, ys: xs.map((_, row) => Math.sin(row / 20)) })]]]);
  for (const [name, { files: needed, draw }] of Object.entries(PEERS)) {
    for (const file of needed) {
      files.set(`/${basename(file)}`, [file.endsWith(".css") ? "text/css" : "text/javascript", readFileSync(join(LIBRARIES, file))]);
    }
    const tags = needed.map((file) => (file.endsWith(".css") ? `<link rel="stylesheet" href="/${basename(file)}">` : `<script src="/${basename(file)}"></script>`));
    const script = `fetch("/rows.json").then((rows) => rows.json()).then(({ xs, ys }) => { const box = document.querySelector("main"); ${draw}; requestAnimationFrame(() => performance.mark("chart drawn")); })`;
    const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>${tags.join("")}<main style="width:1200px;height:400px"></main><script>${script}</script>`;
    files.set(`/${name}`, ["text/html", page]);
  }
  const packed = new Map([...files].map(([path, [type, body]]) => [path, [type, brotliCompressSync(body)]]));
  const server = createServer((request, response) => {
    const [type, body] = packed.get(request.url) ?? [];
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": type, "content-encoding": "br" }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

// A relay with its examples, of which the readings of this machine are live.
class Relay {
  static async start(work) {
    const relay = new Relay();
    const flags = ["serve", "--listen", "127.0.0.1:0", "--page", PAGE, "--data-dir", join(work, "data")];
    relay.child = spawn(ASHBOARD, flags, { stdio: ["ignore", "pipe", "ignore"] });
    relay.ended = new Promise((resolve) => relay.child.once("exit", resolve));
    const origin = await new Promise((resolve, reject) => {
      let said = "";
      relay.child.stdout.on("data", (text) => {
        said += text;
        const [found] = said.match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
        if (found) resolve(found);
      });
      relay.ended.then(() => reject(new Error("the relay did not start")));
    });
    const { dashboards } = await (await fetch(`${origin}/api/v1/dashboards`)).json();
    relay.chart = `${origin}/d/${dashboards.find(({ title }) => title === "This machine").id}`;
    return relay;
  }

  end() {
    this.child.kill();
    return this.ended;
  }
}

// A browser that is told by a pipe what to do (the Chrome DevTools protocol).
class Browser {
  constructor(chromium, flags) {
    this.child = spawn(chromium, [...flags, "--remote-debugging-pipe", "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.waiting = new Map();
    this.asked = 0;
    let said = "";
    this.child.stdio[4].on("data", (text) => {
      const messages = (said + text).split("\0");
      said = messages.pop();
      for (const message of messages.map((text) => JSON.parse(text))) this.waiting.get(message.id)?.(message);
    });
  }

  async ask(method, params = {}, sessionId) {
    const id = (this.asked += 1);
    const answer = new Promise((resolve) => this.waiting.set(id, resolve));
    this.child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answer;
    this.waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  // Milliseconds from the navigation to the first chart.
  async untilDrawn(url, { slow, line }) {
    const { browserContextId } = await this.ask("Target.createBrowserContext");
    const { targetId } = await this.ask("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await this.ask("Target.attachToTarget", { targetId, flatten: true });
    try {
      if (slow) await this.ask("Emulation.setCPUThrottlingRate", { rate: slow }, sessionId);
      if (line) {
        await this.ask("Network.enable", {}, sessionId);
        await this.ask("Network.emulateNetworkConditions", { offline: false, ...line }, sessionId);
      }
      await this.ask("Page.navigate", { url }, sessionId);
      const expression = 'performance.getEntriesByName("chart drawn")[0]?.startTime';
      for (const began = Date.now(); Date.now() - began < LONGEST_MS; ) {
        const { result } = await this.ask("Runtime.evaluate", { expression }, sessionId).catch(() => ({ result: {} }));
        if (result.value) return result.value;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      throw new Error(`no chart after ${LONGEST_MS / 1_000} s`);
    } finally {
      await this.ask("Target.disposeBrowserContext", { browserContextId });
    }
  }

  end() {
    this.child.kill();
    return this.ended;
  }
}
