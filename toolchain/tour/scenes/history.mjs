// Scenes of what was and what may be: the history, a moment of it, names of states, drafts.

// A dashboard that somebody has changed a few times, with a named state.
async function changed({ make, open, outlines, call, press, page, settled }) {
  const id = await make(outlines.rich());
  await call("POST", `/api/v1/dashboards/${id}/versions`, { seq: 1, name: "Before the demo", author: "Ada Lovelace" });
  await open(id);
  await page.locator(".panel").first().focus();
  for (const key of ["Shift+ArrowDown", "Control+d"]) await page.keyboard.press(key);
  await settled(900);
  return id;
}
const drafted = (name, then = () => undefined) => ({
  name,
  async visit(tour) {
    await changed(tour);
    await tour.dashboardMenu("New draft");
    await tour.page.locator(".draft-bar").waitFor();
    await tour.page.locator(".panel canvas").first().waitFor();
    await tour.page.locator(".panel").first().focus();
    await tour.page.keyboard.press("Control+d");
    await tour.settled(900);
    await then(tour);
    await tour.settled(900);
  },
});
const looking = (name, then = () => undefined) => ({
  name,
  async visit(tour) {
    await changed(tour);
    await tour.page.locator("#open-history").click();
    await tour.settled(900);
    await then(tour);
    await tour.settled(700);
  },
});

export const HISTORY = [
  looking("history"),
  looking("history-menu", ({ page }) => page.locator("aside.sheet [aria-haspopup=menu]").first().click()),
  looking("history-naming", ({ press }) => press("Name this state")),
  looking("history-name-deleted", ({ page }) => page.locator(".version-acts .button-icon").first().click()),
  {
    name: "past",
    async visit(tour) {
      const id = await changed(tour);
      await tour.open(id, "at=1");
      await tour.settled(900);
    },
  },
  {
    name: "history-compare",
    async visit(tour) {
      await changed(tour);
      await tour.page.locator(".panel[data-kind=chart]").first().focus();
      await tour.page.keyboard.press("Enter");
      await tour.page.locator("aside.sheet [data-mark=area]").click();
      await tour.settled(900);
      await tour.page.locator("aside.sheet .compare summary, aside.sheet details summary").last().click();
      await tour.settled(900);
      await tour.page.locator("aside.sheet details[open] select").last().selectOption({ index: 1 });
      await tour.settled(900);
      await tour.page.locator("aside.sheet details").last().scrollIntoViewIfNeeded();
    },
  },
  drafted("draft"),
  drafted("draft-differences", ({ press }) => press("Show differences")),
  drafted("draft-published", ({ press }) => press("Publish")),
  drafted("draft-discarded", ({ press }) => press("Discard")),
];
