// Keeps the edition for use without network, file by file: first what an open page has needed and then, while a page is open and
// asks for it (offline.js), everything. EDITION and FILES are written above this line when the folder is made; FILES in the
// order in which they are fetched. A new edition has another name: what is left of the old one helps out until the new one is
// complete. The learner's record is not here.
const SCOPE = self.registration.scope;
const nameOf = (address) => address.split(/[?#]/)[0].slice(SCOPE.length) || "index.html";
const fresh = (name) => fetch(SCOPE + name, { cache: "no-cache", priority: "low" });
const keptNames = async (cache) => new Set((await cache.keys()).map(({ url }) => nameOf(url)));

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// What an open page has loaded, and with `all` everything; a page that is told of is whole, since its pictures come before it.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

let filling = false;
async function keep({ loaded, all }) {
  if (filling) return;
  filling = true;
  try {
    for (const name of [...loaded.map(nameOf), ...(all ? FILES : [])]) await keepOne(name).catch(() => keepOne(name)); // one connection may be lost
    if (all) await forget();
  } catch {} // the network is gone: the next page asks again
  filling = false;
  await tell();
}

// Throws where there is no network; a single file that is missing stops nothing.
async function keepOne(name) {
  const cache = await caches.open(EDITION);
  if (!FILES.includes(name) || (await cache.match(name))) return;
  const answer = await fresh(name);
  if (answer.status === 200) await cache.put(name, answer);
  if (name.endsWith(".html")) await tell();
}

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("course-") && name !== EDITION).map((name) => caches.delete(name)));
}

async function tell() {
  const pages = (names) => [...names].filter((name) => name.endsWith(".html")).length;
  const kept = pages(await keptNames(await caches.open(EDITION)));
  for (const client of await self.clients.matchAll()) client.postMessage({ kept, pages: pages(FILES) });
}

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(SCOPE)) event.respondWith(answered(event));
});

async function answered({ request }) {
  const name = nameOf(request.url);
  const cache = await caches.open(EDITION);
  if (!FILES.includes(name)) return (await caches.match(name)) ?? fetch(request); // of the edition before
  const kept = await cache.match(name);
  if (kept) return kept;
  try {
    const answer = await fresh(name);
    if (answer.status !== 200 || answer.redirected) return fetch(request);
    await cache.put(name, answer.clone());
    return answer;
  } catch (error) {
    const older = await caches.match(name);
    if (older) return older;
    throw error;
  }
}
