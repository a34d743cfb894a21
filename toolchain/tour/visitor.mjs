// What somebody does on the page during the tour, in whatever language it speaks: `go` opens an address, `press` presses
// what has that name in English. Every act waits for what it needs.
import { OUTLINES } from "./outlines.mjs";

const PATIENCE_MS = 15_000;

export function visitor({ page, origin, ids, call, say, language, other }) {
  const settled = (ms) => page.waitForTimeout(ms);
  const press = (english, role = "button") => page.getByRole(role, { name: say(english), exact: true }).first().click({ timeout: PATIENCE_MS });
  async function go(path) {
    const address = new URL(path, origin);
    address.searchParams.set("lang", language);
    await page.goto(address.href);
    await page.locator("main, .later").first().waitFor({ timeout: PATIENCE_MS });
    await settled(600);
  }
  async function open(id, search = "") {
    await go(`/d/${id}?${search}`);
    await page.locator(".panel canvas").first().waitFor({ timeout: PATIENCE_MS });
    await settled(1000);
  }
  // A menu of the bar, which has this icon, and what is chosen in it.
  async function barMenu(icon, choice) {
    await page.locator(".bar [aria-haspopup=menu]").filter({ has: page.locator(icon) }).first().click({ timeout: PATIENCE_MS });
    if (choice) await press(choice, "menuitem");
  }
  async function panelMenu(choice) {
    await page.locator(".panel[data-kind=chart] [aria-haspopup=menu]").first().click({ timeout: PATIENCE_MS });
    if (choice) await press(choice, "menuitem");
  }
  // A link to the weather, and the address of the page that is put into another one.
  async function shared(wanted) {
    const { link } = await call("POST", `/api/v1/dashboards/${ids.Weather}/shares`, { role: "viewer", ...wanted });
    return { link, path: `/embed/${link.replace("_", "#")}` };
  }
  const made = [];
  async function make(outline) {
    const { id } = await call("POST", "/api/v1/dashboards", outline);
    made.push(id);
    return id;
  }
  return {
    page, origin, ids, call, settled, press, go, open, make, made, barMenu, panelMenu, shared,
    outlines: OUTLINES,
    // A copy that nobody else has open.
    async dashboard(title, search) {
      await open(await make(await call("GET", `/api/v1/dashboards/${ids[title]}`)), search);
    },
    dashboardMenu: (choice) => barMenu(".icon-more", choice),
    // Somebody else at the same time, at this address.
    async other(path) {
      const theirs = await other();
      await theirs.goto(origin + path);
      await theirs.locator(".panel canvas").first().waitFor({ timeout: PATIENCE_MS });
      return theirs;
    },
  };
}
