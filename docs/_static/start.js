// Before anything is drawn: colours, projector view and code as they were chosen. Where a frame forbids storage, the theme's
// scripts would stop at their first use of it, so they get one that keeps nothing; the learner's record still learns the truth.
(() => {
  const { dataset } = document.documentElement;
  const later = document.currentScript.dataset.later?.split(" ") ?? [];
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  dataset.mode = kept("mode") || "auto";
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  dataset.theme = dataset.mode === "auto" ? system : dataset.mode;
  dataset.view = kept("derisking-view") || "";
  dataset.code = kept("derisking-code") || "";
  try { localStorage.length; } catch {
    const ours = (key) => { if (key.startsWith("derisking")) throw new Error("This frame keeps nothing."); return null; };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: { getItem: ours, setItem: ours, removeItem: ours } });
  }
  // Menus, search and colours start after the first question can be answered; in this order.
  const add = (src) => document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => later.forEach(add))));
})();
