// The scenes of the tour: every page and dialog, and how somebody gets there. `go` opens an address, `press` presses
// what has that name in English, in whatever language the page speaks.

const settled = (page, ms = 700) => page.waitForTimeout(ms);

// A dialog or sheet that a key or a button opens on the dashboard.
const opened = (name, dashboard, open) => ({
  name,
  async visit(tour) {
    await tour.dashboard(dashboard);
    await open(tour);
    await settled(tour.page, 1200);
  },
});

const panelMenu = async ({ page, press }, choice) => {
  await page.locator(".panel [aria-haspopup=menu]").first().click();
  if (choice) await press(choice, "menuitem");
};
const dashboardMenu = async ({ page, press }, choice) => {
  await page.locator(".bar [aria-haspopup=menu]").filter({ has: page.locator(".icon-more") }).first().click();
  if (choice) await press(choice, "menuitem");
};

export const SCENES = [
  { name: "home", visit: ({ go }) => go("/") },
  { name: "home-nothing-found", visit: ({ go }) => go("/?q=zebra") },
  { name: "home-recent", visit: ({ go }) => go("/?view=recent") },
  { name: "home-starred", visit: ({ go }) => go("/?view=starred") },
  { name: "home-trash", visit: ({ go }) => go("/?view=trash") },
  {
    name: "home-templates",
    async visit({ go, press, page }) {
      await go("/");
      await press("From a template");
      await settled(page, 2000);
    },
  },
  {
    name: "home-import",
    async visit({ go, press, page }) {
      await go("/");
      await press("Import");
      await settled(page);
    },
  },
  {
    name: "home-card-menu",
    async visit({ go, page }) {
      await go("/");
      await page.locator(".card-frame [aria-haspopup=menu]").first().click();
      await settled(page);
    },
  },
  {
    name: "home-languages",
    async visit({ go, page }) {
      await go("/");
      await page.locator(".bar [aria-haspopup=menu]").filter({ has: page.locator(".icon-language") }).click();
      await settled(page);
    },
  },
  { name: "dashboard", visit: ({ dashboard }) => dashboard("Weather") },
  { name: "dashboard-live", visit: ({ dashboard, page }) => dashboard("This machine").then(() => settled(page, 4000)) },
  opened("form-chart", "Weather", async ({ page }) => {
    await page.locator(".panel").first().focus();
    await page.keyboard.press("Enter");
  }),
  opened("add-panel", "Weather", ({ page }) => page.locator(".bar .button-strong").first().click()),
  opened("panel-menu", "Weather", (tour) => panelMenu(tour)),
  opened("panel-values", "Weather", (tour) => panelMenu(tour, "Show as a table")),
  opened("comments", "Weather", (tour) => panelMenu(tour, "Comments")),
  opened("dashboard-menu", "Weather", (tour) => dashboardMenu(tour)),
  opened("share", "Weather", (tour) => dashboardMenu(tour, "Share")),
  opened("settings", "Weather", async ({ page }) => {
    await page.keyboard.press("d");
    await page.keyboard.press("s");
  }),
  opened("theme", "Weather", ({ page }) => page.locator(".bar [aria-haspopup=menu]").filter({ has: page.locator(".icon-system, .icon-light, .icon-dark") }).click()),
  opened("history", "Weather", ({ page }) => page.locator("#open-history").click()),
  opened("help", "Weather", ({ page }) => page.keyboard.press("?")),
  opened("commands", "Weather", ({ page }) => page.keyboard.press("Control+k")),
  opened("people", "Weather", ({ page }) => page.locator(".people button, .people [aria-haspopup]").first().click()),
  {
    name: "dashboard-empty",
    async visit({ go, empty, page }) {
      await go(`/d/${await empty()}`);
      await settled(page, 1500);
    },
  },
  {
    name: "dashboard-offline",
    async visit({ dashboard, page }) {
      await dashboard("Weather");
      await page.context().setOffline(true);
      await settled(page, 500);
    },
  },
  { name: "status", visit: ({ go, page }) => go("/status").then(() => settled(page, 2500)) },
  { name: "audit", visit: ({ go, page }) => go("/audit").then(() => settled(page, 1000)) },
  { name: "account", visit: ({ go, page }) => go("/account").then(() => settled(page, 1000)) },
  { name: "link", visit: ({ go }) => go("/s#nothing") },
  { name: "embed", visit: ({ go, shared, page }) => shared().then(go).then(() => settled(page, 1500)) },
  { name: "not-found", visit: ({ go }) => go("/d/nothing-here") },
  { name: "sign-in", stranger: true, visit: ({ go }) => go("/sign-in") },
];
