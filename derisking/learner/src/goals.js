// One goal after the other: the task, in its place what it meant when it is reached, and the way on. list: [{ask, done}]; begin(stage)
// is told which one comes; list.length is when all is free. Gives {node, show(stage, reached, now, judged)}; now: the controls stand there;
// judged: [words in place of the goal's own, whether both say the same], where a verdict is given and not a thing found.
import { h } from "./dom.js";

export function goals(list, begin) {
  const node = h("div.dr-goals");
  if (!list.length) return { node, show() {} };
  const count = h("p.dr-eyebrow");
  const task = h("p.dr-task");
  const before = h("p.dr-how", { hidden: true }); // so that nobody reads an answer without its question
  const answer = h("p.dr-done", { role: "status" });
  const done = h("div", {}, before, answer);
  const room = h("div.dr-done.dr-room", { "aria-hidden": "true" }); // unseen: holds the room of the longer of both, so that nothing below jumps
  let at = 0;
  let told = false;
  const next = h("button.dr-primary", { type: "button", onclick: () => begin(at + 1) });
  const free = h("button.dr-quiet", { type: "button", onclick: () => begin(list.length) }, "Free play");
  const again = h("button.dr-quiet", { type: "button", onclick: () => begin(0) }, "First goal again");
  const show = (stage, reached, now, judged) => {
    told = now || (told && stage === at); // who comes back to a goal of an earlier day reads the task first
    at = stage;
    const over = stage >= list.length;
    const said = (word, same) => `${same ? "✓ " : ""}${word} ${list[stage].done}`;
    const full = over ? "" : said(...(judged ?? [list[stage].word, true]));
    const words = over || now || judged ? full : said(`Was ${list[stage].word.toLowerCase()}`, true);
    count.textContent = over ? "Free play" : `Goal ${stage + 1} of ${list.length}${reached && !told ? ", done before" : ""}`;
    task.textContent = over ? "Every control is yours. Try what you doubt." : list[stage].ask;
    task.style.visibility = told ? "hidden" : "";
    before.textContent = room.dataset.task = over ? "" : list[stage].ask;
    before.hidden = !told;
    if (answer.textContent !== (told ? words : "")) answer.textContent = told ? words : "";
    room.dataset.words = full;
    node.classList.toggle("dr-reached", reached);
    node.classList.toggle("dr-differs", Boolean(reached && judged && !judged[1]));
    next.textContent = stage + 1 < list.length ? "Next goal" : "All controls";
    next.style.visibility = reached ? "" : "hidden";
    next.hidden = over;
    free.hidden = over;
    again.hidden = !over;
  };
  node.append(count, h("div.dr-two-in-one", {}, task, done, room), h("div.dr-actions", {}, free, again, next));
  return { node, show };
}
