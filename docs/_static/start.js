// Before anything is drawn: what was chosen in View. Without storage Sphinx's search would stop.
(() => {
  const { dataset } = document.documentElement;
  for (const key of ["view", "code", "sections", "mode"]) try { dataset[key] = localStorage.getItem("derisking-" + key) || ""; } catch { dataset[key] = ""; }
  dataset.mode ||= "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = () => (dataset.theme = dataset.mode === "auto" ? (dark.matches ? "dark" : "light") : dataset.mode);
  colour();
  dark.addEventListener("change", colour);
  try { localStorage.length; } catch {
    const ours = (key) => { if (key.startsWith("derisking")) throw new Error("Nothing is kept."); return null; };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: { getItem: ours, setItem: ours, removeItem: ours } });
  }
  addEventListener("load", () => { // searched for
    const [found] = document.getElementsByClassName(name);
    if (found) name = found.style.outline = "3px solid";
    found?.scrollIntoView();
  });
})();
