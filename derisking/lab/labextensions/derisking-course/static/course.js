// What a student of this course meets in JupyterLab, as one extension of the ready-made kind: no build, no network.
//
// A page of the course starts by itself when it is first looked at: its cells run one after the other, and nothing moves while
// they do. Its code is out of sight until somebody asks for it. Ways lead from each page to its neighbours and home, and home is
// what one finds when the last tab is closed. Keys that would cut, add, move or open a cell do nothing on a page.
// What charts and numbers answer is in figures.js, beside this file and shared with the web edition.
const FOLDER = new URL(".", document.currentScript.src).href;
const HOME = "home.ipynb";
const PROGRESS = "my-progress.ipynb";
const NARROW = 800; // pixels: below, the side bar would take the page's room
const PHONE = matchMedia("(max-width: 620px)"); // as in figures.js
const DRAW_NARROW = "import os; os.environ['DERISKING_NARROW'] = '1'";
const PAGES = /^(notebooks|exercises)\/.+\.ipynb$|^[\w-]+\.ipynb$/;
const kind = (path) => (path.startsWith("exercises/") ? "exercise" : path.startsWith("notebooks/") ? "lesson" : "page");

async function plugin(shared) {
  const { INotebookTracker } = await shared("@jupyterlab/notebook");
  const { CodeCell } = await shared("@jupyterlab/cells");
  forgive((await shared("@jupyterlab/outputarea")).OutputArea);
  return {
    id: "derisking-course:plugin",
    autoStart: true,
    requires: [INotebookTracker],
    activate: (app, tracker) => {
      document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${FOLDER}figures.css` }));
      document.head.append(Object.assign(document.createElement("script"), { type: "module", src: `${FOLDER}figures.js` }));
      document.body.classList.add("dr-course");
      ways(app, tracker);
      arrival(app, tracker);
      window.addEventListener("keydown", (event) => guard(event, tracker), true);
      window.addEventListener("pointerdown", () => document.body.classList.remove("dr-keys"), true);
      document.addEventListener("click", (event) => follow(event, app));
      everything(app.commands, tracker);
      tracker.widgetAdded.connect((_, panel) => dress(panel, CodeCell, app));
      PHONE.addEventListener("change", ({ matches }) => {
        if (matches) app.shell.collapseLeft?.();
        tracker.forEach(narrow); // for whatever is drawn from now on
      });
      tracker.currentChanged.connect((_, panel) => panel && look(panel, CodeCell));
    },
  };
}

// --- where one arrives, and where one lands when the last tab is closed ------------------------------------------------

function arrival(app, tracker) {
  const home = () => app.commands.execute("docmanager:open", { path: HOME });
  app.restored.then(() => {
    app.shell.collapseRight?.(); // nothing is in it
    if (window.innerWidth < NARROW) app.shell.collapseLeft?.();
    else app.shell.activateById("table-of-contents");
    if (tracker.currentWidget) app.shell.activateById(tracker.currentWidget.id);
    const empty = () => app.shell.isEmpty("main") && home();
    app.shell.layoutModified?.connect(empty);
    empty();
  });
}

function ways(app, tracker) {
  const own = () => tracker.currentWidget?.model?.getMetadata("derisking") ?? {};
  const path = () => tracker.currentWidget?.context.path ?? "";
  const other = () => {
    const [, name] = path().match(/^exercises\/([^/]+)\//) ?? [];
    return name ? { path: `notebooks/${name}.ipynb`, label: "Lesson" } : { path: own().exercise, label: "Exercise" };
  };
  const way = (id, to, label, caption) =>
    app.commands.addCommand(`derisking:${id}`, {
      label,
      caption,
      isVisible: () => Boolean(to()),
      execute: () => app.commands.execute("docmanager:open", { path: to() }),
    });
  way("previous", () => own().previous, "‹ Previous", "The lesson before this one");
  way("home", () => path() !== HOME && HOME, "Home", "All lessons, and what comes next");
  way("next", () => own().next, "Next ›", "The lesson after this one");
  way("other", () => other().path, () => other().label, "From a lesson to its exercise, and back");
  app.commands.addCommand("derisking:code", {
    label: () => (tracker.currentWidget?.hasClass("dr-code") ? "Hide the code" : "Show the code"),
    caption: "Show or hide the programs behind this page",
    isVisible: () => kind(path()) !== "page",
    execute: () => {
      const panel = tracker.currentWidget;
      panel.toggleClass("dr-code");
      const shown = panel.hasClass("dr-code");
      if (shown) folded.set(panel, panel.content.widgets.filter((cell) => cell.inputHidden));
      for (const cell of folded.get(panel) ?? []) if (!cell.isDisposed) cell.inputHidden = !shown;
      app.commands.notifyCommandChanged("derisking:code");
    },
  });
  const renew = () => ["previous", "home", "next", "other", "code"].forEach((id) => app.commands.notifyCommandChanged(`derisking:${id}`));
  tracker.currentChanged.connect((_, panel) => panel?.context.ready.then(renew));
}

const folded = new WeakMap(); // page -> the cells whose code was out of sight

// --- a page starts by itself -------------------------------------------------------------------------------------------

const started = new WeakSet();
const running = new WeakSet();
const PATIENCE = 20000; // milliseconds until a page that does not start says what to do

function dress(panel, CodeCell, app) {
  if (!PAGES.test(panel.context.path)) return;
  panel.addClass("dr-page");
  panel.addClass(`dr-${kind(panel.context.path)}`);
  panel.addClass("dr-waiting"); // its questions say that they are getting ready, until they are or nobody comes
  const name = called(panel.context.path);
  const say = () => name !== panel.title.dataset["dr-name"] && (panel.title.dataset = { ...panel.title.dataset, "dr-name": name });
  if (name) panel.title.changed.connect(say), say(); // not its label: a new label renames the file
  // Home and progress are drawn anew whenever one looks: their files never change, so no window and no full disk asks about them.
  if ([HOME, PROGRESS].includes(panel.context.path)) panel.context.save = async () => void (panel.context.model.dirty = false);
  panel.context.ready.then(() => {
    if (panel === app.shell.currentWidget) look(panel, CodeCell);
    watch(panel);
    panel.context.model.stateChanged.connect((_, { name, newValue }) => name === "dirty" && newValue && save(panel));
  });
}

// Saved as one goes, so that closing a page asks nothing. What a lesson shows while it starts is nothing that one could lose.
function save(panel) {
  if (running.has(panel) && kind(panel.context.path) !== "exercise") panel.context.model.dirty = false;
  else setTimeout(() => panel.isDisposed || running.has(panel) || kept(panel), 1500);
}

// What a tab says: a lesson and its exercise bear the same file name, and a long one would be cut.
function called(path) {
  const [, folder, number] = path.match(/^(notebooks|exercises)\/.*?(\d\d)-[a-z-]+\.ipynb$/) ?? [];
  if (folder && !/-new(-\d+)?\.ipynb$/.test(path)) return `${folder === "exercises" ? "Exercise" : "Lesson"} ${Number(number)}`;
  return { [HOME]: "Home", [PROGRESS]: "My progress" }[path];
}

// Somebody looks at the page: start it, and let home and progress follow what was done elsewhere.
async function look(panel, CodeCell) {
  const again = kind(panel.context.path) === "page";
  if (!PAGES.test(panel.context.path) || running.has(panel) || (started.has(panel) && !again)) return;
  running.add(panel);
  const late = setTimeout(() => alone(panel), PATIENCE);
  try {
    await panel.context.ready;
    await panel.sessionContext.ready;
    if (!panel.sessionContext.session?.kernel || !ours(panel)) return;
    started.add(panel);
    clearTimeout(late);
    if (!again) panel.addClass("dr-waiting"); // a kernel comes after all
    panel.removeClass("dr-alone");
    narrow(panel);
    await run(panel, CodeCell);
    connected(panel, true);
    await kept(panel, true);
  } catch (error) {
    console.warn(`${panel.context.path}: ${error}`); // the cell, if it is one, says what is wrong
  } finally {
    running.delete(panel);
    clearTimeout(late);
    panel.removeClass("dr-waiting");
    if (!started.has(panel)) alone(panel);
  }
}

// Nobody comes: the page is to be read, with its explanations.
function alone(panel) {
  panel.removeClass("dr-waiting");
  panel.addClass("dr-alone");
}

// A narrow window wants narrow drawings: the kernel is told before it draws any, also when it has been started anew.

function narrow(panel) {
  if (PHONE.matches) panel.sessionContext.session?.kernel?.requestExecute({ code: DRAW_NARROW, silent: true, store_history: false });
}

// What runs by itself was made with the course and is trusted as such, or is the student's own.
const ours = (panel) => panel.content.widgets.every((cell) => cell.model.type !== "code" || cell.model.trusted);

// A check is asked for by a person, and counted.
const isCheck = (cell) => cell.model.getMetadata("nbgrader")?.grade === true;

async function run(panel, CodeCell) {
  for (const cell of [...panel.content.widgets]) {
    if (cell.model.type !== "code" || panel.isDisposed || cell.isDisposed || isCheck(cell)) continue;
    const show = hold(cell.outputArea?.node.parentElement);
    try {
      await CodeCell.execute(cell, panel.sessionContext, { deletedCells: panel.model?.deletedCells ?? [] });
    } finally {
      setTimeout(show, 200);
    }
  }
}

// A cell that runs is empty for a moment: its last picture stays in the place until the new one is there. Nothing jumps.
function hold(frame) {
  if (!frame?.isConnected) return () => {};
  const still = frame.cloneNode(true);
  still.classList.add("dr-still");
  frame.classList.add("dr-coming");
  frame.after(still);
  return () => {
    still.remove();
    frame.classList.remove("dr-coming");
  };
}

const saves = new WeakMap(); // page -> its last save: two at a time would look like a change from outside, and a dialog would ask

function kept(panel, always = false) {
  const next = (saves.get(panel) ?? Promise.resolve())
    .then(() => panel.isDisposed || !(always || panel.context.model.dirty) || panel.context.save())
    .catch((error) => console.warn(`${panel.context.path}: ${error}`));
  saves.set(panel, next);
  return next;
}

// Without its kernel, or after a restart, a page looks alive and is not: say so, and dim what would no longer follow.
function watch(panel) {
  const gone = (_, status) => /restarting|dead|terminating/.test(status) && connected(panel, false);
  panel.sessionContext.statusChanged.connect(gone);
  panel.sessionContext.kernelChanged.connect((_, { newValue }) => newValue || connected(panel, false));
  panel.sessionContext.connectionStatusChanged.connect((_, status) => {
    if (status === "disconnected") connected(panel, false);
    else if (status === "connected") narrow(panel);
  });
}

const alive = new WeakSet(); // pages that have been connected once: before that they only start

function connected(panel, yes) {
  if (yes && panel) alive.add(panel);
  if (!panel || panel.isDisposed || !alive.has(panel) || panel.hasClass("dr-offline") === !yes) return;
  panel.toggleClass("dr-offline", !yes);
  panel.node.querySelector(":scope > .dr-notice")?.remove();
  if (yes) return;
  const words = "This page is not connected: pictures do not follow and answers are not kept. Press ▶▶ above to go on.";
  panel.node.append(Object.assign(document.createElement("div"), { className: "dr-notice", role: "status", textContent: words }));
}

// A link in such a picture leads where the real one does.
function follow(event, app) {
  const [, path] = event.target.closest(".dr-still a")?.href.match(/\/files\/([^?#]+)/) ?? [];
  if (!path) return;
  event.preventDefault();
  app.commands.execute("docmanager:open", { path: decodeURIComponent(path) });
}

// --- no accident destroys a page ---------------------------------------------------------------------------------------

// Keys mean something to a notebook: x cuts a cell, Enter opens its code, Alt+Enter adds one, Ctrl+Shift+arrow moves it. On a page
// they mean nothing, but in a program of one's own. The page itself gets every key; only the notebook's shortcuts do not.
let hushed = null;

function guard(event, tracker) {
  if (hushed) delete hushed.dataset.lmSuppressShortcuts;
  hushed = null;
  if (/^(Tab|Arrow)/.test(event.key)) document.body.classList.add("dr-keys"); // who goes by keys sees the cell they are in
  const panel = tracker.currentWidget;
  if (!panel?.hasClass("dr-page") || !panel.node.contains(event.target)) return;
  const mine = panel.content.activeCell?.model.getMetadata("editable") !== false && !event.target.closest(".jp-OutputArea");
  if (mine && (event.target.closest(".cm-editor") || /^(Enter|Escape)$/.test(event.key))) return;
  const command = event.ctrlKey || event.metaKey;
  const runs = event.key === "Enter" && (command || event.shiftKey) && !event.altKey;
  if (runs && (panel.hasClass("dr-exercise") || panel.hasClass("dr-code"))) return; // a check is run by its cell
  if (command && !event.altKey && /^[a-ln-z]$/i.test(event.key)) return; // save, find, side bar: JupyterLab's own
  if (!command && !event.altKey && !event.shiftKey && /^(Tab|ArrowUp|ArrowDown|Escape|F\d+)$/.test(event.key)) return;
  if (event.target.dataset.lmSuppressShortcuts) return; // a control of ours, for good
  hushed = event.target; // the search for a shortcut begins here, so the sign must be here
  hushed.dataset.lmSuppressShortcuts = "true";
}

// A mistake in one cell does not stop the cells after it: their answers would be gone from the page, and from the file.
function forgive(OutputArea) {
  const execute = OutputArea.execute;
  OutputArea.execute = (code, area, session, metadata) =>
    execute(code, area, session, { ...metadata, tags: [...(metadata?.tags ?? []), "raises-exception"] });
}

// While everything runs, what is not there yet is not missing: the file keeps its answers until the page has them again.
async function whole(panel, result) {
  if (!panel || running.has(panel)) return;
  running.add(panel);
  panel.removeClass("dr-alone");
  panel.addClass("dr-waiting");
  await Promise.resolve(result).catch(() => {});
  running.delete(panel);
  panel.removeClass("dr-waiting");
  kept(panel);
}

// To run everything empties every cell at once, so what a reader sees is looked up before.
function everything(commands, tracker) {
  const execute = commands.execute;
  commands.execute = (id, args) => {
    if (id !== "notebook:run-all-cells" && id !== "notebook:restart-run-all") return execute.call(commands, id, args);
    const panel = tracker.currentWidget;
    const place = read(panel);
    const result = execute.call(commands, id, args);
    if (place) stay(panel, place, result);
    whole(panel, result);
    Promise.resolve(result).then(() => connected(panel, true), () => {});
    return result;
  };
}

const below = (cell, scroller) => cell.node.getBoundingClientRect().top - scroller.getBoundingClientRect().top;

// Which cell a reader has at the top of a page, and where.
function read(panel) {
  const scroller = panel?.node.querySelector(".jp-WindowedPanel-outer");
  if (!scroller || !panel.hasClass("dr-page")) return null;
  const cells = panel.content.widgets;
  const here = cells.findIndex((cell) => cell.isVisible && below(cell, scroller) + cell.node.offsetHeight > 8);
  const index = Math.max(here, 0);
  return { scroller, index, cell: cells[index], top: scroller.scrollTop, below: below(cells[index], scroller) };
}

// Running everything leaves one at the last cell; keep what one reads where it is, though pictures above it change their height, until nothing moves the
// page any more, or the reader does. Looks are counted and not seconds: a busy computer looks less often.
async function stay(panel, { scroller, index, cell, top, below: before }, result) {
  const settle = () => (panel.content.activeCellIndex = index);
  let [over, quiet, timer] = [false, 0, null];
  const leave = () => (timer = clearInterval(timer));
  const back = () => {
    // A page draws only the cells near what is seen: far away, go to where the cell was; near it, to the cell.
    const moved = Math.round(cell.node.isConnected ? below(cell, scroller) - before : top - scroller.scrollTop);
    scroller.scrollTop += moved;
    quiet = over && moved === 0 ? quiet + 1 : 0;
    if (quiet > 20 || panel.isDisposed) leave();
  };
  for (const event of ["wheel", "touchmove", "pointerdown", "keydown"]) scroller.addEventListener(event, leave, { once: true });
  timer = setInterval(back, 30);
  settle();
  await Promise.resolve(result).catch(() => {});
  if (timer) settle();
  over = true;
}

// --- how a page looks --------------------------------------------------------------------------------------------------

const STYLE = `
.dr-page { --jp-cell-prompt-width: 14px; }
.dr-page .jp-InputPrompt, .dr-page .jp-OutputPrompt { visibility: hidden; }
.dr-page .jp-Collapser { visibility: hidden; }
.dr-page .jp-Notebook-footer { display: none; }
.dr-page .jp-RenderedText pre { word-break: normal; overflow-wrap: anywhere; }
.dr-lesson:not(.dr-code) .jp-CodeCell .jp-Cell-inputWrapper:has(.jp-Placeholder),
.dr-page.dr-page:not(.dr-lesson, .dr-exercise) .jp-CodeCell .jp-Cell-inputWrapper,
.dr-exercise .jp-CodeCell .jp-Cell-inputWrapper:has(.jp-Placeholder) { display: none; }
.dr-lesson .jp-Toolbar > [data-jp-item-name="insert"],
.dr-page:not(.dr-exercise, .dr-code) .jp-Toolbar > [data-jp-item-name="run"],
.dr-page:not(.dr-lesson, .dr-exercise) .jp-Toolbar > :is([data-jp-item-name="restart-and-run"], [data-jp-item-name="insert"], [data-jp-item-name="executionProgress"]) { display: none; }
.lm-TabBar-tab[data-dr-name] :is(.lm-TabBar-tabIcon, .lm-TabBar-tabLabel) { display: none; }
.lm-TabBar-tab[data-dr-name].lm-mod-current::after, .lm-TabBar-tab[data-dr-name]:not(.lm-mod-current)::before { order: -1; flex: 1; padding-inline: 6px; line-height: 24px; white-space: nowrap; content: attr(data-dr-name); }
.dr-course .jp-TableOfContents > :is(.jp-SidePanel-header, .jp-SidePanel-toolbar) { display: none; }
.dr-course .jp-TableOfContents-placeholder { display: none; }
.dr-course .jp-TableOfContents::before { padding: 10px 12px 4px; font-weight: 600; content: "On this page"; }
.dr-notice { position: absolute; z-index: 5; inset: 34px 0 auto; padding: 8px 18px; color: #3b2a00; background: #ffe9b0; font-size: 14px; }
.dr-page .dr-invite > span { display: none; }
.dr-page .dr-invite::after { content: "Press ▶▶ above to answer here."; }
.dr-page.dr-waiting .dr-invite::after { content: "Getting ready …"; }
/* A card that gets ready looks like the one that comes, without answers and checks: those are for a page that nobody wakes. */
.dr-page:not(.dr-alone) :is(.dr-static details, .jp-OutputArea-child:has(.dr-left), .jp-CodeCell:has(.dr-for-the-record)) { display: none; }
.dr-page:not(.dr-alone) .dr-static > div:not(:has(figure)) { padding: 18px 20px 14px !important; color: var(--jp-content-font-color0) !important; background: var(--jp-layout-color0) !important; border-color: #8594a180 #8594a180 #8594a180 var(--jp-brand-color1) !important; border-radius: 8px !important; filter: none !important; font-size: 15px !important; }
.dr-page:not(.dr-alone) .dr-static > div:not(:has(figure)) > p:first-child { font-weight: 600; }
.dr-page:not(.dr-alone) .dr-static:not(:has(> p)) > div ~ div { display: none; } /* questions will come one at a time */
.dr-page:not(.dr-alone) .dr-static > div > ul { margin: 8px 0; padding: 0; }
.dr-page:not(.dr-alone) .dr-static > div > ul > li { margin: 0 0 6px; padding: 9px 12px; border: 1px solid #8594a180; border-radius: 6px; list-style: none; }
.dr-page:not(.dr-alone) .dr-invite { color: inherit !important; opacity: 0.8; }
.dr-coming { position: absolute; visibility: hidden; width: 100%; }
.dr-page .jp-Notebook { padding-inline: 4px; }
.dr-page .jp-Notebook .jp-Cell { max-width: 60rem; }
body:not(.dr-keys) .dr-page .jp-Notebook .jp-Cell { box-shadow: none !important; }
.dr-page.dr-page .jp-Notebook .jp-MarkdownOutput { max-width: 46rem; border-color: transparent; }
.dr-page:not(.dr-lesson, .dr-exercise):has(.dr-at-home) .jp-NotebookPanel-toolbar { display: none; }
.dr-page .jp-Toolbar-item[data-jp-item-name^="derisking"] .jp-ToolbarButtonComponent { font-weight: 600; }
@media (max-width: 620px) { /* the room is for the words and pictures */
  .dr-page { --jp-cell-prompt-width: 2px; --jp-cell-padding: 0px; }
  .dr-page .jp-Notebook { padding-inline: 0; }
  .dr-page .jp-WindowedPanel-viewport { padding-inline: 4px; }
  .dr-page .jp-RenderedHTMLCommon { padding-right: 2px; }
  .dr-page .jp-Collapser { display: none; }
}
`;

// --- what JupyterLab asks of a ready-made extension ---------------------------------------------------------------------

let scope = {};
(window._JUPYTERLAB ??= {})["derisking-course"] = {
  init: (given) => void (scope = given),
  get: async () => {
    const shared = async (name) => (await Object.values(scope[name])[0].get())();
    const made = { __esModule: true, default: await plugin(shared) };
    return () => made;
  },
};
