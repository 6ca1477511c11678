// Before anything is drawn: colours, projector view and code as they were chosen. Where a frame forbids storage, Sphinx's search
// would stop at its first use of it, so it gets one that keeps nothing; the learner's record still learns the truth.
(() => {
  const { dataset } = document.documentElement;
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = () => (dataset.theme = dataset.mode === "auto" ? (dark.matches ? "dark" : "light") : dataset.mode);
  dataset.mode = kept("derisking-mode") || "auto";
  colour();
  dark.addEventListener("change", colour);
  dataset.view = kept("derisking-view") || "";
  dataset.code = kept("derisking-code") || "";
  dataset.sections = kept("derisking-sections") || "";
  try { localStorage.length; } catch {
    const ours = (key) => { if (key.startsWith("derisking")) throw new Error("This frame keeps nothing."); return null; };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: { getItem: ours, setItem: ours, removeItem: ours } });
  }
})();
