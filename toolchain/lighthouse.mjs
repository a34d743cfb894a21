// `make lighthouse`: Lighthouse, as for a desk, on the dashboard page that the real relay serves: performance, access and
// best practice, each 95 of 100 at least, and nothing on the page moves. The report is target/lighthouse.html.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startRelay } from "./tour/relay.mjs";

const LEAST = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const { RELAY = "target/debug/ashboard", PAGE = "dist", TITLE = "Weather", CHROMIUM = "/usr/bin/chromium" } = process.env;

const tools = createRequire(resolve(".tools/package.json"));
const load = async (name) => import(pathToFileURL(tools.resolve(name)).href);
const { default: lighthouse, desktopConfig } = await load("lighthouse");
const { launch } = await load("chrome-launcher");

const relay = await startRelay({ program: RELAY, page: PAGE, accounts: false });
const chrome = await launch({ chromePath: CHROMIUM, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
try {
  const { dashboards } = await (await fetch(`${relay.origin}/api/v1/dashboards`)).json();
  const { id } = dashboards.find(({ title }) => title === TITLE);
  const options = { port: chrome.port, output: ["html", "json"], onlyCategories: CATEGORIES, logLevel: "error" };
  const { lhr, report } = await lighthouse(`${relay.origin}/d/${id}`, options, desktopConfig);
  mkdirSync("target", { recursive: true });
  writeFileSync("target/lighthouse.html", report[0]);
  writeFileSync("target/lighthouse.json", report[1]);
  const scores = CATEGORIES.map((name) => [name, Math.round(lhr.categories[name].score * 100)]);
  const shift = lhr.audits["cumulative-layout-shift"].numericValue;
  for (const [name, score] of scores) console.log(`${String(score).padStart(4)}  ${name}`);
  console.log(`${shift.toFixed(3).padStart(6)}  layout shift`);
  const failed = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 0.9);
  for (const { id, displayValue = "" } of failed) console.log(`      below 90: ${id} ${displayValue}`);
  process.exitCode = scores.some(([, score]) => score < LEAST) || shift > 0 ? 1 : 0;
} finally {
  chrome.kill();
  relay.stop();
}
