// Scenes of the pages beside the dashboards: the relay's state, who did what, accounts, links, embedding, nothing there.

const NOT_THERE = /Failed to load resource|40[0-9]/;
const page = (name, path, ms) => ({ name, visit: ({ go, settled }) => go(path).then(() => settled(ms)) });
const strange = (name, path, then = () => undefined) => ({
  name,
  as: "stranger",
  faults: NOT_THERE,
  async visit(tour) {
    await tour.go(path);
    await then(tour);
    await tour.settled(500);
  },
});
const embedded = (name) => ({
  name,
  as: "stranger",
  faults: NOT_THERE,
  async visit({ go, shared, settled, origin }) {
    await go((await shared({ frameAncestors: [origin] })).path);
    await settled(1500);
  },
});

export const APART = [
  page("status", "/status", 2500),
  page("audit", "/audit", 900),
  {
    name: "audit-none",
    async visit({ go, page, settled }) {
      await go("/audit");
      await page.locator("input[name=who]").fill("Nobody");
      await page.keyboard.press("Enter");
      await settled(700);
    },
  },
  page("account", "/account", 900),
  {
    name: "account-token",
    async visit({ go, page, press, settled }) {
      await go("/account");
      await page.locator("input[name=name]").last().fill("The nightly import");
      await press("Make a token");
      await settled(700);
      await page.locator("main").evaluate(() => scrollTo(0, document.body.scrollHeight));
    },
  },
  strange("sign-in", "/sign-in"),
  strange("sign-in-wrong", "/sign-in", async ({ page }) => {
    await page.locator("input[name=login]").fill("ada");
    await page.locator("input[name=password]").fill("wrong");
    await page.keyboard.press("Enter");
  }),
  {
    name: "sign-in-elsewhere",
    as: "stranger",
    faults: NOT_THERE,
    async visit({ go, page, settled }) {
      await page.route("**/config.json", (route) => route.fulfill({ json: { relay: "", openid: "Example Inc." } }));
      await go("/sign-in#failed=openid");
      await settled(500);
    },
  },
  strange("sign-in-first", "/sign-in#first=nothing"),
  strange("sign-in-reset", "/sign-in#reset=nothing"),
  strange("link", "/s#nothing"),
  {
    name: "link-password",
    as: "stranger",
    faults: NOT_THERE,
    async visit({ go, shared, settled }) {
      const { link } = await shared({ password: "a horse and a battery" });
      await go(`/s#${link}`);
      await settled(600);
    },
  },
  embedded("embed"),
  { name: "not-found", faults: NOT_THERE, visit: ({ go }) => go("/d/nothing-here") },
];
