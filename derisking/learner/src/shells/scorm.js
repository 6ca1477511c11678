// The shell of a SCORM package: the page that a learning platform opens holds the lesson's own pages in its frame, and the store of
// the platform for them. Outside a platform it leads to the plain lesson.
import { scorm } from "../stores/scorm.js";

const lesson = JSON.parse(document.getElementById("lesson").textContent);
const base = new URL(".", location.href).href;
const frame = document.getElementById("page");
const say = (words) => (document.getElementById("said").textContent = words);
const nameOf = (address) => (address.startsWith(base) ? address.slice(base.length).split(/[?#]/)[0] : "");

// The platform's run-time, in a window around this one or in the one that opened it.
function found(at, steps = 30) {
  try {
    for (; steps; steps -= 1) {
      if (at.API) return at.API;
      if (at.parent !== at) at = at.parent;
      else if (at.opener && at.opener !== at) at = at.opener;
      else return null;
    }
  } catch {} // a window of another origin
  return null;
}

// Page and nearest heading above the middle of the screen.
function place() {
  try {
    const { contentDocument: page, contentWindow: view } = frame;
    const name = nameOf(view.location.href);
    const above = [...page.querySelectorAll("section[id], h2[id], h3[id]")].filter((one) => one.getBoundingClientRect().top < view.innerHeight / 2);
    return lesson.pages.includes(name) ? `${name}#${above.at(-1)?.id ?? ""}`.slice(0, 255) : "";
  } catch {
    return "";
  }
}

// A link to another site opens beside the platform; a link to another lesson says where that lesson is.
function follow(event) {
  const link = event.target.closest?.("a[href]");
  const to = link && new URL(link.href);
  if (!to || !/^(https?|file):$/.test(to.protocol)) return;
  const name = nameOf(to.href);
  if (lesson.pages.includes(name)) return;
  if (name.endsWith(".html")) {
    event.preventDefault();
    say("That page is not part of this lesson: look for it on your learning platform.");
  } else Object.assign(link, { target: "_blank", rel: "noopener" });
}

function play(store) {
  globalThis.deriskingStore = store; // the pages in the frame ask for it (shells/web.js)
  frame.addEventListener("load", () => frame.contentDocument?.addEventListener("click", follow, true));
  const [page, heading] = store.start().split("#");
  frame.src = lesson.pages.includes(page) ? `${page}#${heading ?? ""}` : lesson.page;
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && store.leave());
  addEventListener("pagehide", store.end);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

const api = found(window);
const store = api && scorm(api, lesson, { place, say });
if (store) play(store);
else location.replace(lesson.page);
