// `make screenshots`: a tour through every page and dialog with a real browser at a real relay, in each look, into
// target/screenshots; those that README and guide show are written to docs/pictures. axe-core reads each of them; ends
// with an error when it finds something, when a page is wider than its window, or when the console complains.
// ONLY=form,share LOOKS=light,phone take part of it; RELAY and PAGE name another program and another built page.
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { becomeOwner, signIn, startRelay } from "./relay.mjs";
import { SCENES } from "./scenes.mjs";
import { visitor } from "./visitor.mjs";
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
  ["home", "light"], ["dashboard", "light"], ["dashboard", "arabic"], ["dashboard", "phone"], ["form-chart", "light"],
  ["history", "light"], ["commands", "light"], ["share", "light"], ["home-templates", "light"],
];
// So many pictures are taken at a time.
const LANES = 4;
const GUEST = { login: "bob", name: "Bob Ross", role: null, password: "happy little trees" };

const { RELAY = "target/debug/ashboard", PAGE = "dist", ONLY, LOOKS: SOME } = process.env;
const chosen = (all, some) => (some ? all.filter((name) => some.split(",").some((part) => name.startsWith(part))) : all);
const parts = ONLY?.split(",");
const scenes = SCENES.filter(({ name }) => !parts || parts.some((part) => (part.endsWith("=") ? name === part.slice(0, -1) : name.startsWith(part))));
const faults = { count: 0, push: (fault) => (faults.count += 1, console.error(fault)) };

const relay = await startRelay({ program: RELAY, page: PAGE, accounts: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const folder of [SHOTS, PICTURES]) mkdirSync(folder, { recursive: true });
  const owner = await browser.newContext();
  await becomeOwner(relay, owner.request);
  const people = { owner: await owner.storageState(), stranger: undefined };
  const facts = await prepare(owner.request);
  people.guest = await signIn(relay, await browser.newContext(), GUEST);
  const shots = scenes.flatMap((scene) => chosen(Object.keys(LOOKS), SOME).map((look) => ({ scene, look })));
  const lane = async () => {
    for (let shot = shots.shift(); shot; shot = shots.shift()) await shoot(shot.scene, shot.look, people, facts);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
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
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  };
  const ids = Object.fromEntries((await call("GET", "/api/v1/dashboards")).dashboards.map(({ title, id }) => [title, id]));
  await call("POST", "/api/v1/accounts", GUEST);
  return { ids, call };
}

async function shoot(scene, name, people, { ids, call }) {
  const { language = "en", ...look } = LOOKS[name];
  const { as = "owner", faults: known, shell = false } = scene;
  // A service worker would answer what a scene answers itself.
  const serviceWorkers = shell ? "allow" : "block";
  const storageState = people[as];
  const contexts = [];
  const opened = async (state) => (contexts.push(await browser.newContext({ ...look, serviceWorkers, storageState: state })), contexts.at(-1).newPage());
  const page = await opened(storageState);
  const place = `${scene.name}, ${name}`;
  page.on("console", (entry) => {
    if (entry.type() === "error" && !known?.test(entry.text())) faults.push(`${place}: the console says: ${entry.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${place}: ${error.message}`));
  const path = join(SHOTS, `${scene.name}-${name}.png`);
  const tour = visitor({ page, origin: relay.origin, ids, call, say: wordsOf(language), language, other: () => opened(people.owner) });
  try {
    await scene.visit(tour);
    await page.screenshot({ path });
    if (SHOWN.some(([shown, as]) => shown === scene.name && as === name)) copyFileSync(path, join(PICTURES, `${scene.name}-${name}.png`));
    await judge(page, place);
  } catch (error) {
    faults.push(`${place}: ${error.message.split("\n")[0]}`);
    await page.screenshot({ path }).catch(() => undefined);
  }
  for (const context of contexts) await context.close();
  for (const id of tour.made) await call("DELETE", `/api/v1/dashboards/${id}`).catch(() => undefined);
}

async function judge(page, place) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) faults.push(`${place}: ${wide} css px wider than the window`);
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`));
  for (const violation of violations) faults.push(`${place}: ${violation}`);
}
