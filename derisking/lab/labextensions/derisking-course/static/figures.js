// What every chart and every number answers, in JupyterLab and in the web edition: this one file is part of both.
//
// A picture with many marks tells the nearest one under a pointer or a finger, or one after the other with a slider's keys. Every
// picture can be saved as a file that says what it is. A number's title says the number, its source and where the link leads.

const FEW = 10; // marks that a reader takes in at a glance
const PHONE = matchMedia("(max-width: 620px)"); // as in charts/card.py
const NEAR = 28; // pixels
const PAPER = "#fdfcf9";

const made = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// --- the marks of a picture --------------------------------------------------------------------------------------------

// The picture as an element: in the page, or read out of the address of its image; null where that is another file.
function drawing(figure) {
  const image = figure.querySelector(".dr-frame img");
  if (!image) return figure.querySelector(".dr-frame svg");
  const address = image.currentSrc || image.src;
  if (image.drDrawn?.address === address) return image.drDrawn.svg;
  const [, code] = address.match(/^data:image\/svg\+xml;base64,(.*)$/) ?? [];
  if (!code) return null;
  const text = new TextDecoder().decode(Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)));
  image.drDrawn = { address, svg: new DOMParser().parseFromString(text, "image/svg+xml").documentElement };
  return image.drDrawn.svg;
}

const sides = (svg) => svg.getAttribute("viewBox").split(" ").slice(2).map(Number);

const titlesOf = (svg) => [...svg.querySelectorAll("title")].filter((title) => title.parentElement !== svg);

// What can be read off: {words, x, y}, the places as parts of the picture. Listed beside the picture, or named in it.
function marksOf(figure) {
  const listed = figure.querySelector(":scope > .dr-read[data-marks]");
  if (listed) {
    const narrow = PHONE.matches && figure.querySelector("picture source");
    return JSON.parse(listed.dataset.marks).map(([words, x, y, nx, ny]) => (narrow ? { words, x: nx, y: ny } : { words, x, y }));
  }
  const svg = drawing(figure);
  if (!svg) return [];
  const [wide, high] = sides(svg);
  return titlesOf(svg).map((title) => {
    let [x, y] = middle(title.parentElement);
    for (let part = title.parentElement; part; part = part.parentElement.closest("[transform^=translate]")) { // where its groups were moved to
      const [, right, down] = part.getAttribute("transform")?.match(/translate\(([-\d.]+)[ ,]+([-\d.]+)/) ?? [0, 0, 0];
      [x, y] = [x + Number(right), y + Number(down)];
    }
    return { words: title.textContent, x: x / wide, y: y / high };
  });
}

function middle(shape) {
  const number = (name) => Number(shape.getAttribute(name));
  if (shape.tagName === "circle") return [number("cx"), number("cy")];
  if (shape.tagName === "rect") return [number("x") + number("width") / 2, number("y") + number("height") / 2];
  const corners = shape.getAttribute("points").split(" ").map((corner) => corner.split(",").map(Number));
  const sides = [0, 1].map((side) => corners.map((corner) => corner[side]));
  return sides.map((places) => (Math.min(...places) + Math.max(...places)) / 2);
}

function tellMark(figure, index, { x, y, words }) {
  const frame = figure.querySelector(".dr-frame");
  const picture = frame.querySelector("img, svg").getBoundingClientRect();
  const corner = frame.getBoundingClientRect();
  const ring = frame.querySelector(".dr-ring") ?? frame.appendChild(made("span", { className: "dr-ring", ariaHidden: "true" }));
  ring.style.left = `${picture.left - corner.left - frame.clientLeft + x * picture.width}px`; // a frame may have a border
  ring.style.top = `${picture.top - corner.top - frame.clientTop + y * picture.height}px`;
  ring.style.setProperty("--dr-x", x);
  ring.dataset.words = words;
  const [slider, told] = figure.querySelector(":scope > .dr-read").children;
  slider.value = index;
  slider.setAttribute("aria-valuetext", words); // a screen reader says it; the words beside it are for the eye
  told.textContent = words;
}

// The name of the shape that the pointer is on, in a picture that the page itself holds: its own, or the one of the group with its words.
function nameUnder(target) {
  const names = target.querySelectorAll(":scope > title").length ? target.children : (target.closest("g")?.querySelectorAll("title") ?? []);
  return names.length === 1 ? names[0] : null;
}

function pointed(event) {
  const picture = event.target.closest?.(".dr-frame")?.querySelector("img, svg");
  const figure = picture?.closest("figure");
  const slider = figure?.querySelector(":scope > .dr-read > input");
  if (!slider) return;
  if (picture.parentElement.hasPointerCapture?.(event.pointerId)) { // a line is dragged: no mark is told, since none was chosen
    slider.removeAttribute("aria-valuetext");
    figure.querySelector(".dr-ring")?.remove();
    return;
  }
  const marks = marksOf(figure);
  const box = picture.getBoundingClientRect();
  const far = marks.map((mark) => Math.hypot(mark.x * box.width - event.clientX + box.left, mark.y * box.height - event.clientY + box.top));
  const under = picture.tagName === "svg" ? titlesOf(picture).indexOf(nameUnder(event.target)) : -1;
  const index = under < 0 ? far.indexOf(Math.min(...far)) : under;
  if (under >= 0 || far[index] <= NEAR) tellMark(figure, index, marks[index]);
}

function stepped(event) {
  const figure = event.target.closest?.(".dr-read")?.parentElement;
  if (!figure) return;
  const index = Number(event.target.value);
  tellMark(figure, index, marksOf(figure)[index]);
}

// --- a picture as a file -----------------------------------------------------------------------------------------------

export function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = made("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

const fileName = (title) => title.toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "chart";

// As charts/svg.py: the title above, the source below, and both with the words in the file's own description.
function alone(svg, title, words, source) {
  const [wide, high] = sides(svg);
  const unit = svg.getAttribute("width").endsWith("pt") ? 1 : 4 / 3;
  const above = inLines(title, wide / (7.4 * unit));
  const below = inLines(source, wide / (4.4 * unit));
  const top = (15 * above.length + 10) * unit;
  const tall = top + high + (9 * below.length + 9) * unit;
  const file = svg.cloneNode(true);
  const put = (tag, place, text, attributes = {}) => {
    const node = document.createElementNS(svg.namespaceURI, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.textContent = text;
    file[place](node);
  };
  const line = (text, y, font, fill) => put("text", "append", text, { x: 12 * unit, y, fill, style: `font:${font} ${svg.getAttribute("font-family")}` });
  for (const name of ["style", "role", "aria-label"]) file.removeAttribute(name);
  for (const [name, value] of [["viewBox", `0 ${-top} ${wide} ${tall}`], ["width", wide], ["height", tall]]) file.setAttribute(name, value);
  put("rect", "prepend", "", { y: -top, width: wide, height: tall, fill: PAPER });
  put("desc", "prepend", `${words} ${source}`);
  put("title", "prepend", title);
  above.forEach((text, i) => line(text, (15 * i + 16) * unit - top, `bold ${11 * unit}px`, "#1f2328"));
  below.forEach((text, i) => line(text, high + (9 * i + 9) * unit, `${7 * unit}px`, "#565c64"));
  return new XMLSerializer().serializeToString(file);
}

function inLines(text, most) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && longer.length > most) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

// The words of the caption's last part, each link with its address.
export function sourceOf(figure) {
  const caption = figure.querySelector("figcaption").cloneNode(true);
  caption.querySelectorAll("[download]").forEach((link) => link.remove());
  for (const link of caption.querySelectorAll("a")) link.append(` ${link.href}`);
  return `Source: ${caption.textContent.split("Source: ").at(-1).replace("Save the picture", "").trim()}`;
}

export function savePicture(figure, name) {
  const title = (figure.querySelector(":scope > p:not(.dr-read)")?.textContent ?? "").trim();
  const words = figure.querySelector(".dr-frame img")?.alt ?? figure.querySelector(".dr-frame svg").getAttribute("aria-label");
  download(`${name ?? fileName(title)}.svg`, alone(drawing(figure), title, words, sourceOf(figure)), "image/svg+xml");
}

// --- every chart that comes into the page -------------------------------------------------------------------------------

export function dress(figure) {
  const marks = marksOf(figure);
  let read = figure.querySelector(":scope > .dr-read");
  figure.querySelector(".dr-ring")?.remove();
  if (marks.length > FEW) {
    if (!read) figure.querySelector(".dr-frame").after((read = made("p", { className: "dr-read" })));
    if (!read.firstChild) {
      read.append(made("input", { type: "range", min: 0, ariaLabel: "Values, one after the other" }), made("span", { ariaHidden: "true" }));
      read.firstChild.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab would take the arrow keys for its cells
    }
    const [slider, told] = read.children; // the same again after each move: whoever steps through the marks keeps the focus
    const before = slider.getAttribute("aria-valuetext");
    slider.removeAttribute("aria-valuetext");
    Object.assign(slider, { max: marks.length - 1, value: 0 });
    told.textContent = `${matchMedia("(hover: hover)").matches ? "Point at" : "Tap"} anything in the picture to read it`;
    const again = marks.findIndex(({ words }) => words === before);
    if (again >= 0) tellMark(figure, again, marks[again]); // a tap that moved the picture is told all the same
  } else read?.remove();
  const caption = figure.querySelector("figcaption");
  if (!drawing(figure) || figure.querySelector("img") === null || caption.querySelector("button")) return;
  caption.append(made("br", {}), made("button", { className: "dr-save", type: "button", textContent: "Save the picture", onclick: () => savePicture(figure) }));
}

const figures = document.getElementsByTagName("figure");
const seen = new WeakSet();

function dressNew() {
  for (const figure of figures) {
    if (seen.has(figure) || !figure.querySelector(".dr-frame :is(img, svg)") || figure.closest(".dr-still")) continue;
    seen.add(figure);
    dress(figure);
  }
}

// --- numbers -----------------------------------------------------------------------------------------------------------

// "fact: its-row · Eurostat, 2024 · opens the source" is for those who check; who reads or hears gets "71 % · Eurostat, 2024 · opens the source".
function titleNew() {
  for (const link of document.querySelectorAll('a[title^="fact: "], a[title^="event: "]')) {
    link.title = link.title.replace(/^\w+: [\w-]+/, () => link.textContent.trim());
  }
}

// The empty corner of a table, as pandas writes it, is no heading.
function cornersNew() {
  for (const corner of document.querySelectorAll("thead th:empty")) corner.replaceWith(document.createElement("td"));
}

// The course's page and the learner's runtime both bring this file: who comes first looks after the charts.
if (!globalThis[Symbol.for("derisking.figures")]) {
  globalThis[Symbol.for("derisking.figures")] = true;
  for (const kind of ["pointermove", "pointerdown"]) document.addEventListener(kind, pointed);
  for (const kind of ["input", "focusin"]) document.addEventListener(kind, stepped);
  const renew = () => (dressNew(), titleNew(), cornersNew());
  new MutationObserver(renew).observe(document.documentElement, { childList: true, subtree: true });
  renew();
}
