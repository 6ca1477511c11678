// Keeps the whole edition for use without network. EDITION and FILES are written above this line when the folder is made.
// A new edition has another name: it is fetched beside the old one and takes its place. The learner's record is not here.
self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(EDITION);
      await cache.addAll(FILES.map((name) => new Request(name, { cache: "no-cache" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name.startsWith("course-") && name !== EDITION).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !event.request.url.startsWith(self.registration.scope)) return;
  event.respondWith(
    (async () => {
      const cache = await caches.open(EDITION);
      const address = event.request.url.endsWith("/") ? `${event.request.url}index.html` : event.request.url;
      return (await cache.match(address, { ignoreSearch: true })) ?? fetch(event.request);
    })(),
  );
});
