// Asks the service worker to keep the edition for use without network, when the page has time, and says how far it is.
import { shell } from "../shell.js";

export function offline() {
  try {
    const { serviceWorker } = navigator; // a frame without an origin may not even ask
    if (!serviceWorker || !location.protocol.startsWith("http")) return;
    const all = !navigator.connection?.saveData;
    const ask = () => {
      const loaded = [location.href, ...performance.getEntriesByType("resource").map((one) => one.name)];
      serviceWorker.controller?.postMessage({ loaded, all });
    };
    // The one page that a saver keeps is asked for at once, since its reader may go on; all the others can wait.
    const idle = !all ? (act) => act() : (globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 2000)));
    const start = () => {
      serviceWorker.register(`${shell.site}service-worker.js`).catch(() => {});
      idle(ask);
    };
    serviceWorker.addEventListener("controllerchange", () => idle(ask));
    serviceWorker.addEventListener("message", ({ data }) => offlineSaid({ ...data, all }));
    if (document.readyState === "complete") start();
    else addEventListener("load", start);
  } catch {}
}

function offlineSaid({ kept, pages, all }) {
  const line = document.querySelector(".dr-offline");
  if (!line) return;
  const some = all ? "" : `Ready offline so far: ${kept} of ${pages} pages. Your browser saves data, so a page is kept when you open it.`; // else they come by themselves
  line.textContent = kept === pages ? `Ready offline: all ${pages} pages open without network.` : some;
}
