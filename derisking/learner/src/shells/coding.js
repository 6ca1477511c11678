// The page on which classmates' stories are judged. It is opened from a file, knows no verdict of theirs, and gives out a file of one's own.
import { download } from "../../../lab/labextensions/derisking-course/static/figures.js";
import { escaped, h } from "../dom.js";
import { storyPart } from "../story.js";

const { coder, verdicts, stories } = JSON.parse(document.querySelector(".dr-data").textContent);
const KEY = `derisking-coding-${coder}`;
let given = {}; // key of a story -> number of a claim -> verdict
try {
  given = JSON.parse(localStorage.getItem(KEY)) ?? {};
} catch {} // a browser that keeps nothing
const bins = verdicts.map((name) => ({ name, html: escaped(name) }));
const said = h("p.dr-status", { role: "status" });
const count = h("p.dr-status", { role: "status" });

function keep(key, response) {
  given[key] = Object.fromEntries(Object.entries(response.bins).map(([number, [name]]) => [number, name]));
  said.textContent = "";
  tell();
  try {
    localStorage.setItem(KEY, JSON.stringify(given));
  } catch {
    said.textContent = "This browser keeps nothing: save your verdicts before you close the page.";
  }
}

function tell() {
  const all = stories.reduce((sum, story) => sum + story.claims.length, 0);
  const done = stories.reduce((sum, story) => sum + Object.keys(given[story.key] ?? {}).length, 0);
  count.textContent = `${done} of ${all} claims judged.${done < all ? " You may save before you are through; what is open counts as not judged." : ""}`;
}

function card(story, i) {
  const rows = story.claims.map(({ text, as_of }, place) => {
    const day = as_of && as_of !== story.date ? ` (as of ${as_of})` : "";
    return { key: String(place + 1), html: escaped(`${text}${day}`), accepts: [], opens: place % 4 === 0 };
  });
  const part = storyPart({ own: "again", rows, bins }, { keep: (response) => keep(story.key, response) });
  part.write({ bins: Object.fromEntries(Object.entries(given[story.key] ?? {}).map(([number, name]) => [number, [name]])) });
  const where = /^https?:\/\//.test(story.address) ? h("a", { href: story.address, target: "_blank", rel: "noopener noreferrer" }, story.address) : story.address;
  const about = h("p.dr-how", {}, `${story.language}, ${story.date}. `, where);
  return h("section.dr-card", {}, h("h2", {}, `Story ${i + 1}: ${story.title}`), about, part.node);
}

const save = h("button.dr-primary", { type: "button", onclick: () => {
  const codings = stories.filter(({ key }) => given[key]).map(({ key }) => ({ story: key, verdicts: given[key] }));
  download(`verdicts-${coder}.json`, JSON.stringify({ format: "derisking-coding", version: 1, coder, at: new Date().toISOString(), codings }, null, 1), "application/json");
  said.textContent = `verdicts-${coder}.json is in your downloads. Hand it in where your teacher asks for it.`;
} }, "Save my verdicts");
tell();
document.querySelector("main").replaceChildren(...stories.map(card), h("div.dr-card", {}, count, h("div.dr-actions", {}, save), said));
