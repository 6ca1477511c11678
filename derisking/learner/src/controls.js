// The controls of an explorer: {node, fill(value, idle)}. moved(value) is told what a control was moved to; idle: why it does
// nothing at present, and so cannot be moved, or ""; among: through how many options *Next* leads, where not through all. A range has its input too, which a mark of the picture may move.
import { h, unique } from "./dom.js";

export function range({ label, min, max, step, unit }, moved) {
  const id = unique("range");
  const digits = String(step).split(".")[1]?.length ?? 0;
  const written = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: !/year/i.test(label) }; // 2,350, but 2024
  const format = (value) => value.toLocaleString("en", written) + (unit ? ` ${unit}` : "");
  const output = h("output", { htmlFor: id });
  const input = h("input", { id, type: "range", min, max, step, oninput: () => moved(Number(input.value)) });
  const node = h("div.dr-control.dr-range", {}, h("label", { htmlFor: id }, label), input, output);
  const fill = (value, idle) => {
    if (Number(input.value) !== value) input.value = value;
    input.disabled = Boolean(idle);
    node.classList.toggle("dr-idle", Boolean(idle));
    output.textContent = idle || format(value);
    input.setAttribute("aria-valuetext", format(value));
  };
  return { node, fill, input };
}

// One choice: a drop-down list, or buttons side by side where the options are few and short.
export function select(control, moved) {
  const { labels, values } = control;
  const node = h("div.dr-control");
  const few = labels.length <= 5 && labels.join("").length <= 48;
  let at = 0;
  const choose = (index) => moved(values[index]);
  const write = few ? segments(node, control, choose) : list(node, control, choose, () => at);
  const fill = (value, idle, among) => write((at = values.indexOf(value)), idle, among);
  // What a click on a part of the picture may do here, or null: take what the part names, or the first option again where it is taken, unless one stands there.
  const offer = (part) => {
    const index = labels.indexOf(part.closest?.("[data-take]")?.dataset.take);
    if (!control.picks || node.hidden || index < 0) return null;
    return { has: index === at, free: at === 0, take: () => choose(index === at && control.walk === false ? 0 : index) };
  };
  return { node, fill, offer };
}

function list(node, { label, labels, walk }, choose, at) {
  const id = unique("select");
  const select = h("select", { id, onchange: () => choose(Number(select.value)) }, ...labels.map((text, i) => h("option", { value: String(i) }, text)));
  const resting = h("option", { value: "resting", hidden: true });
  select.append(resting);
  node.append(h("label", { htmlFor: id }, label), select);
  let last = labels.length - 1;
  const go = (way) => h("button.dr-quiet", { type: "button", onclick: () => (way < 0 ? at() > 0 : at() < last) && choose(at() + way) }, way < 0 ? "‹ Previous" : "Next ›");
  const [back, on] = [go(-1), go(1)];
  const whole = h("span.dr-chosen", { "aria-hidden": "true" }); // a long title in two lines, over the list, which has but one
  if (walk !== false) {
    node.classList.add("dr-walk");
    node.classList.toggle("dr-titles", labels.some((text) => text.length > 40));
    select.before(back);
    select.after(on, whole);
  }
  if (typeof walk === "string") on.after(player({ node, labels, word: walk, choose, at }));
  return (index, idle, among = labels.length) => {
    last = among - 1;
    resting.textContent = idle || "–";
    select.disabled = Boolean(idle);
    select.value = idle ? "resting" : String(index);
    whole.textContent = idle || labels[index];
    back.setAttribute("aria-disabled", String(index === 0)); // not disabled: a button under the finger keeps the focus
    on.setAttribute("aria-disabled", String(index >= last));
  };
}

// A button that goes on by itself as long as an option begins with the word, and again from the first such option; where nobody wants motion there is none.
// It rests where a goal is reached.
function player({ node, labels, word, choose, at }) {
  let clock = 0;
  const button = h("button.dr-quiet.dr-play", { type: "button" }, "▶ Play");
  const stop = () => {
    clearInterval(clock);
    clock = 0;
    button.textContent = "▶ Play";
  };
  const step = () => {
    if (node.hidden || !node.isConnected) return stop();
    choose(labels[at() + 1]?.startsWith(word) ? at() + 1 : labels.findIndex((label) => label.startsWith(word)));
    if (!labels[at() + 1]?.startsWith(word)) stop();
  };
  button.addEventListener("click", () => {
    if (clock) return stop();
    button.textContent = "❚❚ Pause";
    clock = setInterval(step, 1800);
    step();
  });
  for (const name of ["pointerdown", "keydown"]) node.addEventListener(name, ({ target }) => target === button || stop());
  node.addEventListener("dr-halt", stop);
  return button;
}

function segments(node, { label, labels }, choose) {
  const name = unique("select");
  const inputs = labels.map((_, i) => h("input", { type: "radio", name, onchange: () => choose(i) }));
  const row = h("div.dr-segments", {}, ...labels.map((text, i) => h("label", {}, inputs[i], h("span", {}, text))));
  const reason = h("span");
  const field = h("fieldset", {}, h("legend", {}, label, reason), row);
  node.append(field);
  return (index, idle) => {
    field.disabled = Boolean(idle);
    reason.textContent = idle ? `, ${idle}` : "";
    inputs.forEach((input, i) => (input.checked = i === index));
  };
}
