// The shell of the web edition: the parts of a page are elements with their data beside them. The browser keeps the record, or the
// learning platform in whose frame the page stands (shells/scorm.js).
import { h } from "../dom.js";
import { judge } from "../faces.js";
import { standing } from "../form.js";
import { handIn, notebookWith } from "../hand-in.js";
import { MAKERS, mount } from "../mount.js";
import { keepNote, noted, readRecord, shared, useStore } from "../record.js";
import { shell } from "../shell.js";
import { browser } from "../stores/browser.js";
import { $ } from "../twin.js";
import { addressed, remember, ways } from "./address.js";
import { offline } from "./offline.js";
import { goOn, own, warn } from "./own.js";
import { unfold } from "./sections.js";
import { paper, switches } from "./view.js";

function ofPlatform() {
  try {
    return parent.deriskingStore;
  } catch {} // a frame of another origin is none of ours
}

const store = useStore(ofPlatform() ?? browser);
MAKERS["hand-in"] = handIn;
Object.assign(shell, { course: globalThis.deriskingCourse, site: new URL("..", document.currentScript?.src ?? location.href).href });
function aloft(line) {
  document.querySelector(".dr-top").append(line);
  document.documentElement.classList.add("dr-has-way"); // a rule with :has() would be asked at each change of every page
}
const dress = (...of) => exercise().then((own) => own.dress(...of));
for (const name of ["first", "printed"]) MAKERS[name] = (root, data) => exercise().then((own) => own[name](root, data, { standing, noted, keepNote, shell }));
Object.assign(shell, { aloft, dress, explained, wake, near, twin, addressed, remember, ways, own: { ...own, ...store.words } });

// Keys and explanations of both tests are in a file of their own, which no page asks for before the post-test was handed in.
let arriving = null;
function explained() {
  return (arriving ??= new Promise((found) => {
    globalThis.deriskingExplained = found;
    document.head.append(h("script", { src: `${shell.site}_static/explained.js` }));
  }));
}

// What only exercises need (shells/exercise.js).
let dressing = null;
function exercise() {
  return (dressing ??= new Promise((found) => {
    document.head.append(h("script", { src: `${shell.site}_static/exercise.js`, onload: () => found(globalThis.deriskingExercise) }));
  }));
}

// When a place comes near on the screen.
function near(place) {
  return new Promise((found) => {
    const watch = new IntersectionObserver(([seen]) => {
      if (!seen.isIntersecting) return;
      watch.disconnect();
      found();
    }, { rootMargin: "1500px" });
    watch.observe(place);
  });
}

// An explorer's own script, asked for once.
const twins = {};
function twin({ name, script }) {
  return (twins[name] ??= new Promise((found, failed) => {
    const onload = () => found(globalThis.deriskingTwins[name]);
    document.head.append(h("script", { src: `${shell.site}${script}`, onload, onerror: () => failed(new Error(script)) }));
  }));
}

function wake(node) {
  for (const data of node.querySelectorAll(".dr-root .dr-live > .dr-data")) {
    if (!data.parentElement.querySelector(":scope > .dr-root")) start(data.parentElement);
  }
}

function start(place) {
  mount(place, JSON.parse(place.querySelector(":scope > .dr-data").textContent));
  for (const event of ["click", "input", "change", "submit"]) place.addEventListener(event, () => warn(place));
}

// The first alone, so that it can be answered before the others are made; then in the order of the page, a slice at a time.
function startRest(places, slice = 0) {
  const until = performance.now() + slice;
  do if (places.length) start(places.shift());
  while (places.length && performance.now() < until);
  if (!slice) afterFrame(() => performance.mark("first-question"));
  if (places.length) afterFrame(() => startRest(places, 40));
  else document.documentElement.dataset.derisking = "ready";
}

// After what is there has been drawn; a page in the background draws nothing and need not wait.
const afterFrame = (next) => (document.hidden ? setTimeout(next) : requestAnimationFrame(() => setTimeout(next)));

// A row that an address means, such as a table, opens.
function openRow() {
  const row = document.getElementById(location.hash.slice(1));
  if (row?.matches(".dr-folds > details")) row.open = true;
}

function mountAll() {
  const all = unfold(); // first, so that an explorer of an address is in sight
  openRow();
  addEventListener("hashchange", openRow);
  startRest([...document.querySelectorAll(".dr-live")].filter((place) => place.querySelector(":scope > .dr-data")));
  // Esc closes the explanation of a term; leaving it lets it open again.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll(".dr-term").forEach((term) => term.classList.add("dr-closed"));
  });
  document.addEventListener("focusin", () => document.querySelectorAll(".dr-closed").forEach((term) => term.classList.remove("dr-closed")));
  document.addEventListener("pointerover", (event) => event.target.closest?.(".dr-term")?.classList.remove("dr-closed"));
  // Another address of the same page.
  addEventListener("hashchange", () => /^#explorer-[^?]+\?/.test(location.hash) && location.reload());
  goOn();
  switches(all);
  paper();
  offline();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
else mountAll();

// The page's own parts are also at hand for a test, and for nobody else.
globalThis.derisking = { judge, shared, readRecord, notebookWith, $ };
