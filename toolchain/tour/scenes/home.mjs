// Scenes of the first page: the list in each of its states, what makes a dashboard, what is done with one.

const at = (name, path) => ({
  name,
  async visit({ go, page, settled }) {
    await go(path);
    await page.locator(".card, .said, .list li").first().waitFor();
    await settled(900);
  },
});
const CSV = "day,city,sold,returned\n2026-01-01,Lyon,12,true\n2026-01-02,Lyon,15.5,false\n2026-01-03,Kyoto,9,false\n";
const dropped = (name, mimeType, text) => ({ name, mimeType, buffer: Buffer.from(text) });

async function imported({ go, press, page, settled }, file) {
  await go("/");
  await press("Import");
  await page.locator("dialog input[type=file]").setInputFiles(file);
  await settled(700);
}

// The menu of the card of a dashboard that is there for this.
async function cardMenu({ go, make, page, settled, press }, title, choice) {
  await make({ schemaVersion: 2, properties: { title } });
  await go("/?q=" + encodeURIComponent(title));
  await page.locator(".card-frame [aria-haspopup=menu]").first().click();
  await settled(300);
  await press(choice, "menuitem");
  await settled(600);
}

export const HOME = [
  at("home", "/"),
  at("home-nothing-found", "/?q=zebra"),
  at("home-recent", "/?view=recent"),
  at("home-starred", "/?view=starred"),
  at("home-folder", "/?folder=Operations"),
  {
    name: "home-none",
    async visit({ go, page }) {
      await page.route("**/api/v1/dashboards", (route) => route.fulfill({ json: { dashboards: [] } }));
      await go("/");
    },
  },
  {
    name: "home-loading",
    async visit({ go, page }) {
      await page.route("**/api/v1/dashboards", () => undefined);
      await go("/");
    },
  },
  {
    name: "home-failed",
    faults: /500/,
    async visit({ go, page }) {
      await page.route("**/api/v1/dashboards", (route) => route.fulfill({ status: 500, json: {} }));
      await go("/");
    },
  },
  {
    name: "home-offline",
    shell: true,
    faults: /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket/,
    async visit({ go, page, dashboard, settled }) {
      await dashboard("Weather");
      await go("/");
      await page.evaluate(() => navigator.serviceWorker.ready);
      await settled(800);
      await page.context().setOffline(true);
      await page.reload();
      await settled(1500);
    },
  },
  {
    name: "home-templates",
    async visit({ go, press, settled }) {
      await go("/");
      await press("From a template");
      await settled(2000);
    },
  },
  {
    name: "home-import",
    async visit({ go, press, settled }) {
      await go("/");
      await press("Import");
      await settled(600);
    },
  },
  { name: "home-import-csv", visit: (tour) => imported(tour, dropped("sales of spring.csv", "text/csv", CSV)) },
  { name: "home-import-refused", visit: (tour) => imported(tour, dropped("notes.json", "application/json", "{ not json")) },
  { name: "home-move", visit: (tour) => cardMenu(tour, "Quarterly numbers", "Move to folder …") },
  // The picture of a card whose dashboard another look has just deleted is gone.
  { name: "home-deleted", faults: /404/, visit: (tour) => cardMenu(tour, "Old experiments", "Delete") },
  {
    name: "home-card-menu",
    async visit({ go, page, settled }) {
      await go("/");
      await page.locator(".card-frame [aria-haspopup=menu]").first().click();
      await settled(500);
    },
  },
  {
    name: "home-languages",
    async visit({ go, page, settled }) {
      await go("/");
      await page.locator(".bar [aria-haspopup=menu]").filter({ has: page.locator(".icon-language") }).click();
      await settled(500);
    },
  },
  at("home-trash", "/?view=trash"), // with what was deleted above
];
