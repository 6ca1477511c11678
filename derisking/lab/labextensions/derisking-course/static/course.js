// What a student of this course meets in JupyterLab, as one extension of the ready-made kind: no build, no network.
//
// A page of the course starts by itself when it is first looked at: its cells run one after the other, and nothing moves while
// they do. One slim bar stands above it: home, the page, a dot for each section, contents, progress. Menus, side bars and code are
// out of sight until somebody presses "For coders", which is kept. Home is what one finds when the last page is closed. Keys that would cut, add, move or open a cell do nothing on a page.
// What charts and numbers answer is in figures.js, beside this file and shared with the web edition.
const FOLDER = new URL(".", document.currentScript.src).href;
const HOME = "home.ipynb";
const PROGRESS = "my-progress.ipynb";
const NEVER_SAVED = [HOME, PROGRESS];
const CODERS = "derisking-coders";
const PHONE = matchMedia("(max-width: 620px)"); // as in figures.js
const DRAW_NARROW = "import os; os.environ['DERISKING_NARROW'] = '1'";
const PAGES = /^(notebooks|exercises)\/.+\.ipynb$|^[\w-]+\.ipynb$/;
const MARK = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" role="img" aria-label="A chip"><rect width="96" height="96" rx="18" fill="#1f6391"/><g stroke="#fff" stroke-width="5" stroke-linecap="round"><path d="M38 14v12M58 14v12M38 70v12M58 70v12M14 38h12M14 58h12M70 38h12M70 58h12"/><rect x="27" y="27" width="42" height="42" rx="6" fill="none"/></g><circle cx="48" cy="48" r="9" fill="#fff"/></svg>`)}`;
const kind = (path) => (path.startsWith("exercises/") ? "exercise" : path.startsWith("notebooks/") ? "lesson" : "page");

let unfolding; // unfold.js: sections and tasks open one after the other
const unfolded = new WeakMap(); // lesson or exercise -> what is open of it
const everythingRuns = new WeakSet(); // pages of which all cells run: the active cell moves, and nobody has gone anywhere

async function plugin(shared) {
  const { INotebookTracker } = await shared("@jupyterlab/notebook");
  const { CodeCell } = await shared("@jupyterlab/cells");
  const { Widget } = await shared("@lumino/widgets");
  const { dots } = await import(`${FOLDER}dots.js`);
  const hub = (await shared("@jupyterlab/coreutils")).PageConfig.getOption("hubPrefix");
  const handing = hub && { ...(await import(`${FOLDER}hand-in.js`)), connection: (await shared("@jupyterlab/services")).ServerConnection };
  forgive((await shared("@jupyterlab/outputarea")).OutputArea);
  unfolding = await import(`${FOLDER}unfold.js`);
  return {
    id: "derisking-course:plugin",
    autoStart: true,
    requires: [INotebookTracker],
    activate: (app, tracker) => {
      document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
      for (const name of ["figures", "page", "still"]) document.head.append(made("link", { rel: "stylesheet", href: `${FOLDER}${name}.css` }));
      document.head.append(Object.assign(document.createElement("script"), { type: "module", src: `${FOLDER}figures.js` }));
      document.body.classList.add("dr-course");
      ways(app, tracker);
      arrival(app, tracker);
      window.addEventListener("keydown", (event) => guard(event, tracker), true);
      window.addEventListener("pointerdown", () => document.body.classList.remove("dr-keys"), true);
      document.addEventListener("click", (event) => follow(event, app));
      document.addEventListener("click", ({ target }) => target.matches?.(".dr-open-room") && openRoom(target, tracker));
      everything(app.commands, tracker);
      tracker.widgetAdded.connect((_, panel) => dress(panel, CodeCell, app, (node) => new Widget({ node }), () => bar(app, panel, tracker, dots, handing)));
      PHONE.addEventListener("change", ({ matches }) => {
        if (matches) tracker.forEach(narrow); // for whatever is drawn from now on
      });
      tracker.currentChanged.connect((_, panel) => panel && look(panel, CodeCell));
    },
  };
}

// --- where one arrives, and where one lands when the last tab is closed ------------------------------------------------

function arrival(app, tracker) {
  const home = () => app.commands.execute("docmanager:open", { path: HOME });
  app.restored.then(() => {
    frame(app, localStorage.getItem(CODERS) === "yes", tracker);
    if (tracker.currentWidget) app.shell.activateById(tracker.currentWidget.id);
    const empty = () => app.shell.isEmpty("main") && home();
    app.shell.layoutModified?.connect(empty);
    empty();
  });
}

// JupyterLab's own menus, side bars and tool bar: for who asks for them.
function frame({ shell }, coders, tracker) {
  document.body.classList.toggle("dr-coders", coders);
  if (shell.mode && shell.mode !== "single-document") shell.mode = "single-document";
  for (const part of shell.layout?.widgets ?? []) if (/^jp-(top|header|menu|title)-panel/.test(part.id)) part.setHidden(!coders);
  for (const side of ["left", "right"]) if (shell.isSideTabBarVisible && shell.isSideTabBarVisible(side) !== coders) shell.toggleSideTabBarVisibility(side);
  if (!coders) shell.collapseLeft?.(), shell.collapseRight?.();
  tracker.forEach((panel) => panel.hasClass("dr-page") && panel.toolbar.setHidden(!coders));
}

const made = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// The bar of a page, and what it opens.
function bar(app, panel, tracker, dots, handing) {
  const { path } = panel.context;
  const open = (to) => app.commands.execute("docmanager:open", { path: to });
  const button = (words, act, more = {}) => made("button", { type: "button", textContent: words, onclick: act, ...more });
  const home = button("", () => open(HOME), { className: "dr-brand", ariaLabel: "Home" });
  home.append(made("img", { src: MARK, alt: "", width: 28, height: 28 }), made("span", { textContent: "De-risking, chips and Japan" }));
  const here = made("p", { className: "dr-here" });
  const spots = made("p", { className: "dr-dots", hidden: true });
  spots.setAttribute("role", "img");
  const contents = button("Contents", () => toContents(panel, open, contents, app.commands));
  contents.setAttribute("aria-expanded", "false");
  const coders = button("For coders", () => {
    const on = !document.body.classList.contains("dr-coders");
    localStorage.setItem(CODERS, on ? "yes" : "no");
    frame(app, on, tracker);
    document.querySelectorAll(".dr-for-coders").forEach((one) => one.setAttribute("aria-pressed", String(on)));
  }, { className: "dr-for-coders", title: "Menus, side bars and the programs behind the pages" });
  coders.setAttribute("aria-pressed", String(localStorage.getItem(CODERS) === "yes"));
  const progress = path === PROGRESS ? [] : [button("My progress", () => open(PROGRESS), { className: "dr-way" })];
  panel.context.ready.then(() => {
    here.textContent = path === HOME ? "" : panel.content.widgets[0]?.model.sharedModel.source.match(/^# (.+)$/m)?.[1] ?? called(path) ?? "";
    follows(panel, spots, dots);
  });
  const give = handing && kind(path) === "exercise" ? [handing.handIn(made, handing.connection, panel, () => still(panel))] : [];
  return made("header", { className: "dr-top" }, home, here, spots, ...give, ...progress, contents, coders);
}

const headsOf = (panel) => panel.content.widgets.flatMap((cell, index) => (cell.model.type === "markdown" ? [...cell.model.sharedModel.source.matchAll(/^## +(.+)$/gm)].map(([, words]) => ({ words: words.replace(/[*_`]/g, ""), index })) : []));

// The dots follow what is read.
function follows(panel, spots, dots) {
  const heads = kind(panel.context.path) === "page" ? [] : headsOf(panel);
  const scroller = panel.node.querySelector(".jp-WindowedPanel-outer");
  if (heads.length < 3 || !scroller) return;
  const tell = dots(spots, panel.context.path, heads.map(({ words }) => words));
  const look = () => {
    if (panel.isDisposed || !panel.isVisible || scroller.scrollHeight < 2 * scroller.clientHeight) return; // nothing is drawn yet
    const seen = panel.content.widgets.findLastIndex((cell) => cell.node.isConnected && cell.node.offsetHeight && below(cell, scroller) < scroller.clientHeight * 0.6);
    const end = !panel.content.widgets.at(-1).isHidden && scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 80;
    tell(end ? heads.length : Math.max(heads.findLastIndex(({ index }) => index <= seen), 0));
  };
  scroller.addEventListener("scroll", () => requestAnimationFrame(look), { passive: true });
  tell(0);
}

// Sections of the page and pages of the course, below the button until one goes elsewhere.
function toContents(panel, open, button, commands) {
  const shut = () => {
    panel.node.querySelector(":scope > .dr-panel")?.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
  };
  const outside = ({ target }) => target.closest(".dr-panel") || target === button || shut();
  if (panel.node.querySelector(":scope > .dr-panel")) return shut();
  const own = panel.model.getMetadata("derisking") ?? {};
  const { path } = panel.context;
  const lesson = path.startsWith("exercises/") ? [[`notebooks/${path.split("/")[1]}.ipynb`, "The lesson of this exercise"]] : [];
  const pages = [[HOME, "Home"], ...(own.course ?? []), ...lesson, ...(own.exercise ? [[own.exercise, "The exercise of this lesson"]] : []), [PROGRESS, "My progress"]];
  const item = (words, act, now) => made("li", {}, made("button", { type: "button", textContent: words, className: now ? "dr-now" : "", onclick: () => (shut(), act()) }));
  const list = (label, items) => {
    const nav = made("nav", { ariaLabel: label }, made("ul", {}, ...items));
    return items.length ? [nav] : [];
  };
  const sections = kind(path) === "page" ? [] : headsOf(panel);
  const folds = unfolded.get(panel);
  const reach = (index) => (folds ? folds.reach(panel.content.widgets[index]) : panel.content.scrollToItem(index, "start"));
  const every = folds ? [item(commands.label("derisking:sections"), () => commands.execute("derisking:sections"))] : [];
  const shown = made("div", { className: "dr-panel" },
    ...list("On this page", [...sections.map(({ words, index }) => item(words, () => reach(index))), ...every]),
    ...list("Course", pages.map(([to, words]) => item(words, () => open(to), to === path))));
  shown.addEventListener("keydown", ({ key }) => key === "Escape" && (shut(), button.focus()));
  panel.node.append(shown);
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  shown.querySelector("button").focus();
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
  app.commands.addCommand("derisking:sections", {
    label: () => (unfolding.wantsAll() ? "One section after the other" : "Show all sections"), // of every lesson
    execute: () => {
      unfolding.wantAll(!unfolding.wantsAll());
      tracker.forEach((panel) => unfolded.get(panel)?.all(unfolding.wantsAll()));
    },
  });
  const renew = () => ["previous", "home", "next", "other", "code"].forEach((id) => app.commands.notifyCommandChanged(`derisking:${id}`));
  tracker.currentChanged.connect((_, panel) => panel?.context.ready.then(renew));
}

const folded = new WeakMap(); // page -> the cells whose code was out of sight

// --- a page starts by itself -------------------------------------------------------------------------------------------

const started = new WeakSet();
const running = new WeakSet();
const drawing = new WeakSet(); // those of them whose kernel is there: what is looked at before that is drawn by them
const lookedAt = new WeakSet(); // home or progress, while it was being drawn: what it shows may be older than the look
const renewed = new WeakSet(); // home or progress that was given a second kernel
const PATIENCE = 20000; // milliseconds until a page that does not start says what to do

function dress(panel, CodeCell, app, widget, bar) {
  if (!PAGES.test(panel.context.path)) return;
  panel.addClass("dr-page");
  panel.addClass(`dr-${kind(panel.context.path)}`);
  panel.toolbar.setHidden(!document.body.classList.contains("dr-coders"));
  panel.contentHeader.addWidget(widget(bar()));
  panel.addClass("dr-waiting"); // its questions say that they are getting ready, until they are or nobody comes
  const name = called(panel.context.path);
  const say = () => name !== panel.title.dataset["dr-name"] && (panel.title.dataset = { ...panel.title.dataset, "dr-name": name });
  if (name) panel.title.changed.connect(say), say(); // not its label: a new label renames the file
  // Home and progress are drawn anew whenever one looks: their files never change, so no window and no full disk asks about them.
  if (NEVER_SAVED.includes(panel.context.path)) panel.context.save = async () => void (panel.context.model.dirty = false);
  panel.context.ready.then(() => {
    if (kind(panel.context.path) !== "page") unfolded.set(panel, unfolding.unfoldNotebook(panel, () => everythingRuns.has(panel)));
    if (panel === app.shell.currentWidget) look(panel, CodeCell);
    watch(panel);
    panel.context.model.stateChanged.connect((_, { name, newValue }) => name === "dirty" && newValue && save(panel));
  });
}

// Saved as one goes, so that closing a page asks nothing. What a lesson shows while it starts is nothing that one could lose.
function save(panel) {
  const { path, model } = panel.context;
  if (NEVER_SAVED.includes(path) || (running.has(panel) && kind(path) !== "exercise")) model.dirty = false;
  else setTimeout(() => panel.isDisposed || (running.has(panel) ? save(panel) : kept(panel)), 1500);
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
  if (!PAGES.test(panel.context.path) || (started.has(panel) && !again)) return;
  if (running.has(panel)) return void (again && drawing.has(panel) && lookedAt.add(panel));
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
    if (!panel.hasClass("dr-offline")) notice(panel);
    narrow(panel);
    drawing.add(panel);
    await run(panel, CodeCell);
    connected(panel, true);
    await kept(panel, true);
  } catch (error) {
    console.warn(`${panel.context.path}: ${error}`); // the cell, if it is one, says what is wrong
  } finally {
    running.delete(panel);
    drawing.delete(panel);
    clearTimeout(late);
    panel.removeClass("dr-waiting");
    if (!started.has(panel)) alone(panel);
  }
  if (again && started.has(panel) && bare(panel)) await renew(panel);
  if (lookedAt.delete(panel)) look(panel, CodeCell);
}

const bare = (panel) => !panel.isDisposed && panel.content.widgets.some((cell) => cell.model.type === "code" && !cell.model.outputs.length);

// A Home that came back as soon as it was closed got the kernel of the closed one, which then ended: another draws it.
async function renew(panel) {
  if (renewed.has(panel)) return;
  renewed.add(panel);
  lookedAt.add(panel);
  await new Promise((go) => setTimeout(go, 1000)); // by then the server has ended it
  if (!panel.isDisposed && !panel.sessionContext.session?.kernel) await panel.sessionContext.startKernel();
}

// Nobody comes: the page is to be read, with its explanations.
function alone(panel) {
  panel.removeClass("dr-waiting");
  panel.addClass("dr-alone");
  if (!panel.hasClass("dr-offline") && !panel.isDisposed) notice(panel, "This page has not started, so it can be read and not answered.", "Start it");
}

// A line above the page, with the one thing to do.
function notice(panel, words, act) {
  panel.node.querySelector(":scope > .dr-notice")?.remove();
  if (!words) return;
  const button = made("button", { type: "button", textContent: act, onclick: () => again?.() });
  panel.node.append(made("div", { className: "dr-notice", role: "status" }, made("span", { textContent: words }), button));
}
let again = null; // runs everything anew on the page that is shown

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

// Saved with its answers: a page that still runs does not show them all yet.
async function still(panel) {
  while (running.has(panel)) await new Promise((go) => setTimeout(go, 200));
  await kept(panel, true);
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
  notice(panel, yes ? "" : "Paused: this page lost its connection, so answers are not saved.", "Reconnect");
}

// A link in such a picture, in My progress, or to another lesson in a card leads where the real one does.
function follow(event, app) {
  const way = event.target.closest(".dr-way")?.getAttribute("href");
  const [page, place = ""] = event.target.closest(".dr-progress a:not([target])")?.getAttribute("href").split("#") ?? [];
  const path = way ? `notebooks/${way}` : page ?? event.target.closest(".dr-still a")?.href.match(/\/files\/([^?#]+)/)?.[1];
  if (!path) return;
  event.preventDefault();
  app.commands.execute(place ? "rendermime:handle-local-link" : "docmanager:open", { path: decodeURIComponent(path), id: `#${place}` });
}

// Where the course has its part for teachers: the kernel of home opens the room for the lesson that is chosen, and says so.
async function openRoom(button, tracker) {
  const panel = tracker.currentWidget;
  const lesson = button.parentElement.querySelector("select").value;
  const code = `from derisking.live import from_home\nprint(from_home.start(${JSON.stringify(lesson)}))`;
  let words = "";
  const tell = (told, busy) => panel.node.querySelectorAll(".dr-open-room").forEach((one) => { // home may have been drawn anew meanwhile
    one.disabled = busy;
    one.nextElementSibling.textContent = told;
  });
  tell("It opens; that takes a few seconds …", true);
  await panel.sessionContext.ready; // what stands on the page may be older than its kernel
  const asked = panel.sessionContext.session?.kernel?.requestExecute({ code, store_history: false, allow_stdin: false });
  if (asked) asked.onIOPub = ({ header, content }) => header.msg_type === "stream" && content.name === "stdout" && (words += content.text);
  await asked?.done;
  tell(words.trim() || "The room did not open. Load this page again, or use the terminal.", false);
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
  if (!panel.hasClass("dr-offline")) notice(panel);
  panel.addClass("dr-waiting");
  await Promise.resolve(result).catch(() => {});
  running.delete(panel);
  panel.removeClass("dr-waiting");
  kept(panel);
}

// To run everything empties every cell at once, so what a reader sees is looked up before.
function everything(commands, tracker) {
  again = () => commands.execute("notebook:restart-run-all");
  const execute = commands.execute;
  commands.execute = (id, args) => {
    if (id !== "notebook:run-all-cells" && id !== "notebook:restart-run-all") return execute.call(commands, id, args);
    const panel = tracker.currentWidget;
    const place = read(panel);
    if (panel) everythingRuns.add(panel);
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
    if (quiet > 60 || panel.isDisposed) leave();
  };
  for (const event of ["wheel", "touchmove", "pointerdown", "keydown"]) scroller.addEventListener(event, leave, { once: true });
  timer = setInterval(back, 30);
  settle();
  await Promise.resolve(result).catch(() => {});
  if (timer) settle();
  everythingRuns.delete(panel);
  over = true;
}

// --- how a page looks --------------------------------------------------------------------------------------------------

const STYLE = `
.dr-page { --jp-cell-prompt-width: 0px; }
.dr-page .jp-InputPrompt, .dr-page .jp-OutputPrompt { display: none; }
.dr-page .jp-Collapser { display: none; }
.dr-page .jp-Notebook-footer { display: none; }
.dr-page .jp-RenderedText pre { word-break: normal; overflow-wrap: anywhere; }
.dr-lesson:not(.dr-code) .jp-CodeCell .jp-Cell-inputWrapper:has(.jp-Placeholder),
.dr-page.dr-page:not(.dr-lesson, .dr-exercise) .jp-CodeCell .jp-Cell-inputWrapper,
.dr-exercise .jp-CodeCell .jp-Cell-inputWrapper:has(.jp-Placeholder) { display: none; }
.lm-TabBar-tab[data-dr-name] :is(.lm-TabBar-tabIcon, .lm-TabBar-tabLabel) { display: none; }
.lm-TabBar-tab[data-dr-name].lm-mod-current::after, .lm-TabBar-tab[data-dr-name]:not(.lm-mod-current)::before { order: -1; flex: 1; padding-inline: 6px; line-height: 24px; white-space: nowrap; content: attr(data-dr-name); }
.dr-notice { position: absolute; z-index: 5; top: 53px; right: 0; left: 0; display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: center; padding: 8px 18px; color: #3b2a00; background: #ffe9b0; font: 15px/1.4 var(--dr-face); }
.dr-coders .dr-notice { top: 90px; }
.dr-notice button { padding: 5px 14px; color: #ffe9b0; background: #3b2a00; border: 0; border-radius: 6px; font: inherit; font-weight: 600; cursor: pointer; }
.dr-page > .dr-panel { position: absolute; top: 53px; right: 12px; z-index: 6; font: 15px/1.35 var(--dr-face); }
.dr-panel button { display: block; width: 100%; padding: 6px 8px; color: var(--dr-ink); background: none; border: 0; border-radius: 6px; font: inherit; text-align: left; cursor: pointer; }
.dr-panel button:hover { background: var(--dr-tint); }
.dr-panel .dr-now { color: var(--dr-link); font-weight: 700; }
.dr-hand-in > p { margin: 0 0 12px; color: var(--dr-ink); }
.dr-hand-in > .dr-receipt { margin: 12px 0 0; font-weight: 600; overflow-wrap: anywhere; }
.dr-panel > .dr-send, .dr-panel > .dr-send:hover { width: auto; padding: 8px 16px; color: #fff; background: #1f6391; font-weight: 600; text-align: center; }
.dr-panel > .dr-send:disabled { opacity: 0.6; cursor: default; }
.dr-page .dr-top { position: relative; box-sizing: border-box; height: 52px; min-height: 52px; flex-wrap: nowrap; }
.dr-top * { box-sizing: border-box; }
.dr-top button { min-height: 40px; padding: 4px 10px; color: var(--dr-ink); background: none; border: 0; border-radius: 8px; font: inherit; font-weight: 600; white-space: nowrap; cursor: pointer; }
.dr-top button:hover, .dr-top button[aria-expanded="true"] { background: var(--dr-tint); }
.dr-top .dr-for-coders { color: var(--dr-soft-ink); font-weight: 400; }
.dr-top .dr-for-coders[aria-pressed="true"]::after { margin-left: 6px; content: "✓"; }
.dr-top button:focus-visible { outline: 3px solid var(--dr-blue); outline-offset: -3px; }
.dr-coming { position: absolute; visibility: hidden; width: 100%; }
.dr-page .jp-Notebook { padding-inline: 4px; }
.dr-page .jp-Notebook { background: var(--dr-ground); }
.dr-page .jp-Notebook .jp-Cell { max-width: calc(var(--dr-column) + 10px); margin-inline: auto; }
.dr-page:not(.dr-lesson, .dr-exercise) .jp-Notebook .jp-Cell { max-width: calc(var(--dr-wide) + 10px); }
body:not(.dr-keys) .dr-page .jp-Notebook .jp-Cell { box-shadow: none !important; }
.dr-page.dr-page .jp-Notebook .jp-MarkdownOutput { max-width: none; border: 0; }
.dr-page.dr-page .jp-Notebook :is(.jp-RenderedHTMLCommon, .jp-MarkdownOutput) { padding-inline: 0; }
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
