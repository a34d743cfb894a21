// `make screenshots`: a tour through every page and dialog with a real browser at a real relay, in each look, into
// target/screenshots; those that README and guide show are written to docs/pictures. axe-core reads each of them; ends
// with an error when it finds something, when a page is wider than its window, or when the console complains.
// ONLY=form,share LOOKS=light,phone take part of it; RELAY and PAGE name another program and another built page.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { becomeOwner, startRelay } from "./relay.mjs";
import { SCENES } from "./scenes.mjs";
import { wordsOf } from "./words.mjs";

const { chromium } = createRequire(resolve(".tools/package.json"))("playwright-core");
const AXE = readFileSync(".tools/node_modules/axe-core/axe.min.js", "utf8");
const SHOTS = "target/screenshots";
const PICTURES = "docs/pictures";
const DESK = { width: 1280, height: 860 };
const LOOKS = {
  light: { viewport: DESK },
  dark: { viewport: DESK, colorScheme: "dark" },
  arabic: { viewport: DESK, language: "ar" },
  phone: { viewport: { width: 390, height: 844 } },
};
// What the documents show: scene, look, name of the picture.
const SHOWN = [
  ["home", "light"], ["dashboard", "light"], ["dashboard", "dark"], ["dashboard", "arabic"], ["dashboard", "phone"],
  ["dashboard-live", "dark"], ["form-chart", "light"], ["history", "light"], ["commands", "light"], ["share", "light"], ["home-templates", "light"],
];
const PATIENCE_MS = 20_000;

const { RELAY = "target/debug/ashboard", PAGE = "dist", ONLY, LOOKS: SOME } = process.env;
const chosen = (all, some) => (some ? all.filter((name) => some.split(",").some((part) => name.startsWith(part))) : all);
const scenes = SCENES.filter(({ name }) => chosen([name], ONLY).length > 0);
const faults = { count: 0, push: (fault) => (faults.count += 1, console.error(fault)) };

const relay = await startRelay({ program: RELAY, page: PAGE, accounts: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const folder of [SHOTS, PICTURES]) mkdirSync(folder, { recursive: true });
  const owner = await browser.newContext();
  await becomeOwner(relay, owner.request);
  const storageState = await owner.storageState();
  const facts = await prepare(owner.request);
  const tours = chosen(Object.keys(LOOKS), SOME).map(async (look) => {
    for (const scene of scenes) await shoot(scene, look, storageState, facts);
  });
  await Promise.all(tours);
} finally {
  await browser.close();
  relay.stop();
}
console.log(`screenshots: ${scenes.length} scenes, ${faults.count} faults`);
process.exit(faults.count > 0 ? 1 : 0);

// What the scenes need to find at the relay.
async function prepare(request) {
  const call = async (method, path, data) => {
    const answer = await request.fetch(relay.origin + path, { method, data, headers: { origin: relay.origin, "x-ashboard": "1" } });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const ids = Object.fromEntries((await call("GET", "/api/v1/dashboards")).dashboards.map(({ title, id }) => [title, id]));
  return { ids, call };
}

async function shoot(scene, name, storageState, { ids, call }) {
  const { language = "en", ...look } = LOOKS[name];
  const context = await browser.newContext({ ...look, ...(scene.stranger ? {} : { storageState }) });
  const page = await context.newPage();
  const place = `${scene.name}, ${name}`;
  page.on("console", (entry) => {
    if (entry.type() === "error" && !expected(scene.name, entry.text())) faults.push(`${place}: the console says: ${entry.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${place}: ${error.message}`));
  const say = wordsOf(language);
  const tour = {
    page,
    async go(path) {
      const address = new URL(path, relay.origin);
      address.searchParams.set("lang", language);
      await page.goto(address.href);
      await page.locator("main").first().waitFor({ timeout: PATIENCE_MS });
      await page.waitForTimeout(600);
    },
    async dashboard(title) {
      await tour.go(`/d/${ids[title]}`);
      await page.locator(".panel canvas").first().waitFor({ timeout: PATIENCE_MS });
      await page.waitForTimeout(1200);
    },
    press: (english, role = "button") => page.getByRole(role, { name: say(english), exact: true }).first().click({ timeout: PATIENCE_MS }),
    empty: async () => (await call("POST", "/api/v1/dashboards")).id,
    async shared() {
      const made = await call("POST", `/api/v1/dashboards/${ids.Weather}/shares`, { role: "viewer", frameAncestors: [relay.origin] });
      return `/embed/${made.link.replace("_", "#")}`;
    },
  };
  try {
    await scene.visit(tour);
    const picture = { path: join(SHOTS, `${scene.name}-${name}.png`) };
    await page.screenshot(picture);
    if (SHOWN.some(([shown, as]) => shown === scene.name && as === name)) await page.screenshot({ path: join(PICTURES, `${scene.name}-${name}.png`) });
    await judge(page, place);
  } catch (error) {
    faults.push(`${place}: ${error.message.split("\n")[0]}`);
    await page.screenshot({ path: join(SHOTS, `${scene.name}-${name}.png`) }).catch(() => undefined);
  }
  await context.close();
}

// A network that is gone, and addresses of nothing, are said in the console by the browser itself.
function expected(scene, text) {
  return /offline|link|not-found|embed/.test(scene) && /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket/.test(text);
}

async function judge(page, place) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) faults.push(`${place}: ${wide} css px wider than the window`);
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`));
  for (const violation of violations) faults.push(`${place}: ${violation}`);
}
