// A page unfolds, a lesson by its sections and an exercise by its tasks: one opens after the other, so that nothing below spoils a guess or
// a goal. What is open stays open, by the record; a link, a search hit or an address opens what lies above it. Shared by JupyterLab and the web edition.
const KEY = "derisking-sections"; // of this browser: "all" where somebody wants every section at once

export function wantsAll() {
  try {
    return localStorage.getItem(KEY) === "all";
  } catch {
    return false;
  }
}

export function wantAll(on) {
  try {
    localStorage.setItem(KEY, on ? "all" : "");
  } catch {} // for this page only
}

// What an address says; as it stands where somebody typed nonsense.
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const made = (tag, className, properties = {}) => Object.assign(document.createElement(tag), { className, ...properties });

// parts: "sections" or "steps", total: how many, first: open from the start, up to the first thing to do. show(open, bar): shows so many of them, the bar at
// their end. go(open): takes one to the last of them. keep(open): puts it into the record. Gives { open(n), known(n), all(on), at(n), where, back }; back: a
// button for who comes again.
export function unfolding({ parts, total, first, show, go, keep }) {
  let open = Math.min(first, total);
  let all = wantsAll();
  const back = made("button", "dr-back", { type: "button", textContent: "Go on where you stopped ↓", hidden: true, onclick: () => go(open) });
  back.addEventListener("click", () => (back.hidden = true));
  const next = made("button", "dr-continue", { type: "button" });
  const every = made("button", "dr-every", { type: "button", textContent: parts === "steps" ? "Show all tasks" : `Show all ${total} ${parts}` }); // the way above counts tasks
  const bar = made("div", "dr-unfold");
  const where = made("p", "dr-where", { ariaHidden: "true" });
  bar.append(next, every);
  new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && (back.hidden = true)).observe(bar);
  const begun = ({ target, key }) => { // whatever one does first, a drag too
    if (target !== back && !["Tab", "Shift"].includes(key)) back.hidden = true;
  };
  function draw(fresh = false) {
    const shown = all ? total : open;
    next.textContent = parts === "steps" ? "Continue" : `Continue: ${shown + 1} of ${total}`;
    bar.hidden = shown >= total;
    show(shown, bar);
    if (fresh) go(shown);
  }
  function to(n, fresh) {
    if (n <= open) return;
    open = Math.min(n, total);
    keep(open);
    draw(fresh);
  }
  next.addEventListener("click", () => to(open + 1, true));
  every.addEventListener("click", () => to(total, false));
  const it = {
    where,
    open: (n) => to(n, false),
    back,
    known(n) { // by the record
      if (n <= open) return;
      open = Math.min(n, total);
      draw();
      back.hidden = all || open === total || location.hash !== "";
      for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, begun, true);
    },
    all: (on) => ((all = on), draw()),
    at: (n) => (where.textContent = `${n} of ${total}`), // which section is being read
  };
  draw();
  return it;
}

// --- a notebook in JupyterLab ------------------------------------------------------------------------------------------------

// Gives what `unfolding` gives, or null for a page of few parts. busy(): everything runs, which moves the active cell.
export function unfoldNotebook(panel, busy) {
  const notebook = panel.content;
  const [, folder, name] = panel.context.path.match(/^([^/]+)\/.*?([^/]+)\.ipynb$/);
  const parts = folder === "exercises" ? "steps" : "sections";
  const source = (cell) => cell.model.sharedModel.getSource();
  let code = false; // the route that is written in Python opens as one
  const heads = notebook.widgets.filter((cell, n, all) => {
    const head = cell.model.type === "markdown" && source(cell).startsWith("## ");
    if (parts === "sections") return head;
    if (head) code = source(cell).includes("route *code*");
    return n === 0 || ((head || !code) && source(all[n - 1]).startsWith("exercise.check("));
  });
  if (heads.length <= 2) return null;
  const place = (cell) => notebook.widgets.indexOf(cell);
  const within = (cell) => heads.filter((head) => place(head) <= place(cell)).length;
  const toDo = notebook.widgets.slice(0, place(heads[1])).some((cell) => /^(quiz|widgets)\./m.test(source(cell)));
  let record = null;
  let waiting = 0; // opened before a record was there to keep it
  const key = `sections ${parts === "steps" ? "exercise-" : ""}${name}`;
  const keep = (open) => (record ? record.keepNote(key, String(open)) : (waiting = open));
  const show = (open, bar) => {
    const next = heads.slice(open).find((head) => !head.isDisposed); // a coder may have deleted one
    const end = next ? place(next) : notebook.widgets.length;
    notebook.widgets.forEach((cell, n) => cell.setHidden(n >= end));
    notebook.widgets[end - 1].node.append(bar);
    notebook.update();
  };
  const go = (open) => {
    notebook.activeCellIndex = place(heads[open - 1]);
    heads[open - 1].node.focus({ preventScroll: true });
    reach(heads[open - 1]);
  };
  const first = parts === "steps" || toDo ? 1 : 2;
  const it = unfolding({ parts, total: heads.length, first, show, go, keep });
  panel.node.addEventListener("derisking-record", ({ detail }) => {
    if (record) return;
    record = detail;
    const look = () => it.known(Number(record.noted(key)) || 0);
    look();
    record.onChange(look);
    if (waiting) keep(waiting);
  });
  // What is above gets its height only while it is drawn, and grows when it wakes: a place is looked for again until it rests, or somebody moves.
  let sought = null; // one place at a time
  const reach = (cell) => {
    it.open(within(cell));
    let [looks, rests] = [80, 0];
    sought = cell;
    const stop = () => (sought = null);
    for (const event of ["wheel", "touchmove", "pointerdown", "keydown"]) panel.node.addEventListener(event, stop, { once: true });
    const go = () => {
      if (sought !== cell || looks <= 0 || rests > 12 || panel.isDisposed) return;
      looks -= 1;
      const from = scroller.scrollTop;
      if (cell.node.isConnected) scroller.scrollTop += Math.round(cell.node.getBoundingClientRect().top - scroller.getBoundingClientRect().top);
      else notebook.scrollToItem(place(cell), "start");
      rests = cell.node.isConnected && scroller.scrollTop === from ? rests + 1 : 0;
      setTimeout(go, 120);
    };
    requestAnimationFrame(go);
  };
  notebook.activeCellChanged.connect((_, cell) => cell?.isHidden && !busy() && reach(cell));
  // A link that names a heading: JupyterLab looks for it, and for nothing that is hidden.
  const headings = (cell) => (cell.model.type === "markdown" ? [...cell.model.sharedModel.getSource().matchAll(/^#+ (.+)$/gm)].map(([, text]) => text.trim().replaceAll(" ", "-")) : []);
  const { setFragment } = notebook;
  notebook.setFragment = (fragment) => {
    const cell = notebook.widgets.find((one) => headings(one).includes(decoded(fragment.slice(1))));
    return cell?.isHidden ? Promise.resolve(reach(cell)) : setFragment.call(notebook, fragment);
  };
  panel.node.addEventListener("dr-arrive", ({ target }) => reach(notebook.widgets.find((cell) => cell.node.contains(target))));
  (panel.node.querySelector(".dr-top > .dr-dots") ?? panel.node.lastElementChild).after(it.where);
  panel.node.append(it.back);
  const scroller = panel.node.querySelector(".jp-WindowedPanel-outer");
  const read = () => {
    const line = scroller.getBoundingClientRect().top + scroller.clientHeight / 3;
    it.at(Math.max(1, heads.filter((head) => head.isVisible && head.node.isConnected && head.node.getBoundingClientRect().top < line).map(within).at(-1) ?? 1));
  };
  scroller?.addEventListener("scroll", read, { passive: true });
  read();
  return { ...it, reach };
}
