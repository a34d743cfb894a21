// Scenes of a dashboard: what opens over it, what somebody looks at, what people do together.

// Something that a key or a button opens on the dashboard.
const opened = (name, open) => ({
  name,
  async visit(tour) {
    await tour.dashboard("Weather");
    await open(tour);
    await tour.settled(900);
  },
});
const keys = (...pressed) => async ({ page }) => {
  for (const key of pressed) await page.keyboard.press(key);
};
const looked = (name, search, then = () => undefined) => ({
  name,
  async visit(tour) {
    await tour.dashboard("Weather", search);
    await then(tour);
    await tour.settled(700);
  },
});
const overFirstChart = async ({ page }) => {
  const box = await page.locator(".plot-canvas").first().boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
};

export const DASHBOARD = [
  { name: "dashboard", visit: ({ dashboard }) => dashboard("Weather") },
  { name: "dashboard-live", visit: ({ dashboard, settled }) => dashboard("This machine").then(() => settled(4000)) },
  {
    name: "dashboard-rich",
    async visit({ open, make, outlines, settled }) {
      await open(await make(outlines.rich()));
      await settled(600);
    },
  },
  opened("panel-menu", ({ panelMenu }) => panelMenu()),
  opened("panel-move-to", ({ panelMenu }) => panelMenu("Move to …")),
  opened("panel-save", ({ panelMenu }) => panelMenu("Save the chart")),
  opened("panel-sound", ({ panelMenu }) => panelMenu("Play as sound")),
  opened("panel-values", async ({ page }) => {
    await page.locator(".plot-canvas[tabindex]").first().focus();
    await page.keyboard.press("t");
  }),
  opened("panel-tooltip", overFirstChart),
  opened("panels-selected", async ({ page }) => {
    await page.locator(".panel").first().focus();
    await page.keyboard.press("Control+a");
  }),
  opened("comments", async ({ panelMenu, page, settled }) => {
    await panelMenu("Comments");
    await settled(500);
    await page.locator(".composer textarea").fill("Why is 2015 so warm? @Ada");
  }),
  opened("notices", ({ page }) => page.locator(".notices-bell").click()),
  opened("dashboard-menu", ({ dashboardMenu }) => dashboardMenu()),
  opened("share", ({ dashboardMenu }) => dashboardMenu("Share")),
  opened("share-made", async ({ dashboardMenu, page, press, settled }) => {
    await dashboardMenu("Share");
    await settled(500);
    await page.locator("input[name=link-password]").fill("a horse and a battery");
    await press("Make link");
    await settled(600);
    await press("Change");
    await page.locator(".share-change, .share-list").last().scrollIntoViewIfNeeded();
  }),
  opened("export", ({ dashboardMenu }) => dashboardMenu("Save as PDF or PNG …")),
  opened("export-running", async ({ dashboardMenu, page, settled }) => {
    await page.route("**/export?**", () => undefined);
    await dashboardMenu("Save as PDF or PNG …");
    await settled(500);
    await page.locator(".export button[type=submit]").click();
  }),
  opened("kiosk", ({ dashboardMenu }) => dashboardMenu("Present")),
  opened("settings", keys("d", "s")),
  opened("theme", ({ page }) => page.locator(".bar [aria-haspopup=menu]").filter({ has: page.locator(".icon-system, .icon-light, .icon-dark") }).click()),
  opened("help", keys("?")),
  opened("commands", keys("Control+k")),
  opened("people", ({ page }) => page.locator(".people button, .people [aria-haspopup]").first().click()),
  opened("time-range", ({ page }) => page.locator(".range button, .range-button").first().click()),
  opened("my-view", ({ barMenu }) => barMenu(".icon-share")),
  opened("filter", ({ barMenu }) => barMenu(".icon-share", "Add a filter")),
  opened("filter-refused", async ({ barMenu, page, settled }) => {
    await barMenu(".icon-share", "Add a filter");
    await settled(500);
    await page.locator("select[name=filter-field]").selectOption("date");
    await page.locator("input[name=filter-value]").fill("yesterday or so");
    await page.keyboard.press("Enter");
  }),
  looked("filtered", "f.location=Seattle&from=2013-01-01&to=2014-01-01"),
  looked("nothing-in-time", "from=2031-01-01&to=2032-01-01"),
  looked("full-view", "", async ({ page }) => {
    await page.locator(".panel").first().focus();
    await page.keyboard.press("v");
  }),
  looked("deleted-panel", "", async ({ make, open, outlines, page }) => {
    await open(await make(outlines.rich()));
    await page.locator(".panel").first().focus();
    await page.keyboard.press("Delete");
  }),
  {
    name: "together",
    async visit({ make, open, outlines, other, page, settled }) {
      const id = await make(outlines.rich());
      await open(id);
      const guest = await other(`/d/${id}`);
      await guest.locator(".panel").first().focus();
      await guest.keyboard.press("Enter");
      await settled(1500);
      await page.locator(".people-me button").first().click();
      await settled(400);
    },
  },
];
