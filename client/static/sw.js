// The service worker: it keeps the shell of the page (index.html and the files that it loads), so that the page opens
// without a network. What the relay says about dashboards and rows it never touches.
// toolchain/precompress.mjs writes the two lines below from the files that were built.
const SHELL = [];
const VERSION = "";

const CACHE = `ashboard-${VERSION}`;
const VIEWS = ["/", "/status", "/account", "/audit", "/sign-in"]; // and every dashboard; a link's page has its own rules
const PATIENCE_MS = 4000; // a navigation that takes longer, on a network that only seems to be there, shows the kept page
const GENERATIONS = 2; // this version and the one before, whose page may still be open

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldShells().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (VIEWS.includes(pathname) || pathname.startsWith("/d/")) event.respondWith(networkFirst(request, "/"));
  } else if (pathname === "/config.json") {
    event.respondWith(networkFirst(request, pathname));
  } else if (SHELL.includes(pathname)) {
    event.respondWith(cacheFirst(request));
  }
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: "no-cache" })));
}

// Names come in the order in which the caches were made.
async function forgetOldShells() {
  const names = (await caches.keys()).filter((name) => name.startsWith("ashboard-") && name !== CACHE);
  const old = names.slice(0, Math.max(0, names.length - GENERATIONS + 1));
  await Promise.all(old.map((name) => caches.delete(name)));
}

// A name with a hash never gets another content, so a file of any version that is kept will do.
async function cacheFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// The answer of the network; where there is none, or only that of a gateway whose relay is gone, what was kept.
async function networkFirst(request, name) {
  const cache = await caches.open(CACHE);
  const asked = fetch(request);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([asked, patience]).catch(() => undefined);
  if (answer?.ok && name !== "/") await cache.put(name, answer.clone()).catch(() => undefined); // no room: next time
  if (answer && answer.status < 500) return answer;
  return (await cache.match(name)) ?? asked;
}
