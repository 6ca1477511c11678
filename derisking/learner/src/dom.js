// Elements of a page, and how somebody goes through it.

// walks: whether the last thing that somebody did was to walk with the keys, and not to point.
export const person = { walks: false };
export const isStep = (event) => /^(Tab|Arrow)/.test(event.key);
document.addEventListener("keydown", (event) => isStep(event) && (person.walks = true), true);
document.addEventListener("pointerdown", () => (person.walks = false), true);

// Several notebooks in one page bring a copy of this file each, so the counter is shared: equal ids would tie labels to the wrong control.
const ids = (globalThis[Symbol.for("derisking.ids")] ??= { count: 0 });
export const unique = (name) => `dr-${name}-${(ids.count += 1)}`;

const curled = (text) => (typeof text === "string" ? text.replace(/(\p{L})'(?=\p{L})|(s)'(?= \p{L})/gu, "$1$2’") : text);

// h("p.note", {hidden: true}, "text", node): one element. Text is always text, never markup.
export function h(kind, properties = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") node.style.cssText = value; // an attribute would be refused where a policy is strict
    else if (key === "html") node.innerHTML = value; // only ever HTML made by markdown.py and the templates
    else if (key in node && !key.includes("-")) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined).map(curled));
  return node;
}

// One element of a drawing.
export function svg(tag, properties, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(properties)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// Brings the top of an element to the top of the window.
export const glide = (node) => node.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });

// Draws now, and whenever something on the page was answered.
export function always(draw) {
  document.addEventListener("dr-answered", draw);
  draw();
}

export const escaped = (text) => h("span", {}, text).innerHTML;
