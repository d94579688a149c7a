// Shows a page of its own when there is no network, and does nothing else: no page, no answer and
// no picture is ever kept, so nothing personal can stay on a shared phone.

const KEPT = "linli-offline-1";
const PAGE = "/offline.html";
const LOOK = "/offline.css";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(KEPT).then(async (kept) => {
      await kept.add(new Request(PAGE, { cache: "reload" }));
      // The page can be read without its look.
      await kept.add(new Request(LOOK, { cache: "reload" })).catch(() => {});
      await self.skipWaiting();
    }),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => {
      await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
      await self.clients.claim();
    }),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(PAGE)) ?? Response.error()));
  } else if (new URL(request.url).pathname === LOOK) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(LOOK)) ?? Response.error()));
  }
});
