// Scenes of what is not as it should be: nothing there, nothing yet, not allowed, gone, offline, wrong.

const NO_NETWORK = /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket|40[134]/;

export const STATES = [
  {
    name: "dashboard-empty",
    async visit({ go, make, settled }) {
      await go(`/d/${await make()}`);
      await settled(1200);
    },
  },
  {
    name: "dashboard-loading",
    async visit({ page, go, ids }) {
      await page.routeWebSocket(/\/ws/, () => undefined);
      await go(`/d/${ids.Weather}`);
    },
  },
  {
    name: "dashboard-offline",
    faults: NO_NETWORK,
    async visit({ dashboard, page, settled }) {
      await dashboard("Weather");
      await page.context().setOffline(true);
      await settled(500);
      await page.locator(".panel").first().focus();
      await page.keyboard.press("Control+d");
      await settled(500);
    },
  },
  {
    name: "dashboard-deleted",
    faults: NO_NETWORK,
    async visit({ make, outlines, open, call, settled }) {
      const id = await make(outlines.rich());
      await open(id);
      await call("DELETE", `/api/v1/dashboards/${id}`);
      await settled(900);
    },
  },
  { name: "dashboard-not-allowed", as: "guest", faults: NO_NETWORK, visit: ({ go, ids, settled }) => go(`/d/${ids.Weather}`).then(() => settled(1200)) },
  {
    name: "dashboard-read-only",
    as: "guest",
    faults: NO_NETWORK,
    async visit({ make, outlines, open, call }) {
      const id = await make(outlines.rich());
      await call("PUT", `/api/v1/dashboards/${id}/grants`, { account: "bob", role: "viewer" });
      await open(id);
    },
  },
  {
    name: "panel-states",
    async visit({ make, outlines, go, settled }) {
      await go(`/d/${await make(outlines.states())}`);
      await settled(2500);
    },
  },
  {
    name: "panel-marks",
    async visit({ make, outlines, open, settled }) {
      await open(await make(outlines.marks()));
      await settled(1200);
    },
  },
];
