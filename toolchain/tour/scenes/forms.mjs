// Scenes of what makes and changes a panel: the palette, the import, the form of each kind with all that it folds away.

const form = (name, kind, then = () => undefined) => ({
  name,
  async visit(tour) {
    await tour.open(await tour.make(tour.outlines.rich()));
    await tour.page.locator(`.panel[data-kind=${kind}]`).first().focus();
    await tour.page.keyboard.press("Enter");
    await tour.page.locator("aside.sheet").waitFor();
    await tour.settled(700);
    await then(tour);
    await tour.settled(600);
  },
});
const unfold = (count) => async ({ page }) => {
  const closed = page.locator("aside.sheet details:not([open]) > summary");
  for (let opened = 0; opened < count && (await closed.count()) > 0; opened += 1) await closed.first().click();
};
const further = ({ page }) => page.locator("aside.sheet").evaluate((sheet) => {
  const scrolls = [sheet, ...sheet.querySelectorAll("*")].find((part) => part.scrollHeight > part.clientHeight + 40);
  scrolls?.scrollTo(0, scrolls.clientHeight * 0.8);
});
const adding = (name, then = () => undefined) => ({
  name,
  async visit(tour) {
    await tour.dashboard("Weather");
    await tour.page.locator(".bar .button-strong").first().click();
    await tour.settled(900);
    await then(tour);
    await tour.settled(500);
  },
});
const vegaLite = async ({ page, settled }) => {
  await page.locator("[role=option]").last().click();
  await settled(600);
  await page.locator("dialog textarea").fill('{"mark": {"type": "bar", "cursor": "help"}, "data": {"values": [{"a": "x", "b": 1}, {"a": "y", "b": 3}]}, "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}}}');
};

export const FORMS = [
  adding("add-panel"),
  adding("add-panel-none", ({ page }) => page.locator(".palette input").first().fill("zebra")),
  adding("add-vega-lite", vegaLite),
  form("form-chart", "chart"),
  form("form-chart-unfolded", "chart", async (tour) => {
    await unfold(9)(tour);
    await further(tour);
  }),
  form("form-source", "chart", ({ page }) => page.locator("[data-tab=source]").click()),
  form("form-source-wrong", "chart", async ({ page }) => {
    await page.locator("[data-tab=source]").click();
    await page.locator("aside.sheet textarea").first().fill('{"mark": "lin", "encoding": {');
  }),
  form("form-number", "stat"),
  form("form-table", "table"),
  form("form-text", "text"),
  form("form-control", "control"),
  form("form-annotation", "chart", async ({ panelMenu, settled }) => {
    await panelMenu("Annotate a time");
    await settled(500);
  }),
];
