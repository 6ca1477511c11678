// What all pictures of tasks are made of: a place above a task's controls, shapes and words, a slider of its own.
import { always, h, svg } from "../../dom.js";
import { still } from "../../handles.js";
import { parseNumber } from "../../numbers.js";

// A picture above the controls of a task. make(again) gives draw(number or null, share or undefined), which gives [drawing, words];
// again() draws once more, after a tap, which is no answer. uses() gives what else is drawn, from the answers of other tasks.
export function above(mine, part, make, broad, uses = () => []) {
  const [figure, said] = [h(broad ? "figure.dr-picture.dr-broad" : "figure.dr-picture"), h("span", { role: "status" })];
  let shown;
  const draw = make(() => show(true));
  function show(tapped) {
    const now = [part.trouble?.() ? null : parseNumber(part.node.querySelector("input.dr-number")?.value ?? ""), mine.share, ...uses()];
    if (!tapped && now.join() === shown) return; // something else on the page has changed
    shown = now.join();
    const [made, words] = draw(...now);
    figure.replaceChildren(made, h("figcaption", {}, said));
    said.textContent = words;
  }
  part.node.before(figure);
  mine.card.addEventListener("input", () => show());
  always(() => show());
}

export const drawing = (name, box, ...parts) => svg("svg", { viewBox: box, role: "img", "aria-label": name }, ...parts);
export const text = (x, y, words, more = {}) => svg("text", { x, y, ...more }, words);
export const rect = (x, y, width, height, more) => svg("rect", { x, y, width, height, ...more });

export const later = (milliseconds, node) => Object.assign(node.style, { animationDelay: `${milliseconds}ms` }) && node; // a policy may refuse an attribute

// A picture with a slider of its own, which is no answer. draw(where it stands) gives [drawing, words]; right: where it goes, step by step, once answered;
// stops: the names of its places.
export function slid(mine, part, words, range, draw, right, stops = []) {
  const [slide, said, place] = [h("input", { type: "range", ...range }), h("span", { role: "status" }), h("div")];
  function show() {
    const [made, told] = draw(Number(slide.value));
    place.replaceChildren(made);
    said.textContent = told;
    if (stops.length) slide.ariaValueText = stops[slide.value];
  }
  const go = () => {
    slide.value = still.matches ? right : Number(slide.value) + slide.step * Math.sign(right - slide.value);
    show();
    if (Number(slide.value) !== right) setTimeout(go, 50);
  };
  const figure = h("figure.dr-picture.dr-broad", {}, h("label.dr-slide", {}, words, stops.length ? h("span.dr-stops", { style: `--dr-stops: ${stops.length}` }, slide, ...stops.map((name) => h("small", { ariaHidden: "true" }, name))) : slide), place, h("figcaption", {}, said));
  part.node.before(figure);
  const answered = () => (mine.share === 1 ? go : show)();
  slide.addEventListener("input", show);
  always(answered);
  return { figure, slide, show };
}

export const inked = (look) => (/delivered|was|unknown/.test(look) ? "" : "dr-on-dark");
export const middled = (x, y, words, look = "") => text(x, y, words, { "text-anchor": "middle", class: look });
