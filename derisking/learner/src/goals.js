// One goal after the other: the task, below it what it meant when it is reached, and the way on. list: [{ask, done}]; begin(stage)
// is told which one comes; list.length is when all is free. Gives {node, show(stage, reached, now, judged)}; now: the controls stand there;
// judged: [words in place of the goal's own, whether both say the same], where a verdict is given and not a thing found.
import { h } from "./dom.js";

export function goals(list, begin) {
  const node = h("div.dr-goals");
  if (!list.length) return { node, show() {} };
  const count = h("p.dr-eyebrow");
  const task = h("p.dr-task");
  const answer = h("p.dr-done", { role: "status" });
  let at = 0;
  let told = false;
  const next = h("button.dr-primary", { type: "button", onclick: () => begin(at + 1) });
  const free = h("button.dr-quiet", { type: "button", onclick: () => begin(list.length) }, "Free play");
  const again = h("button.dr-quiet", { type: "button", onclick: () => begin(0) }, "First goal again");
  const show = (stage, reached, now, judged) => {
    const high = now && !told && node.offsetHeight;
    told = reached; // also for whoever comes back on another day
    at = stage;
    const over = stage >= list.length;
    const said = (word, same) => `${same ? "✓ " : ""}${word} ${list[stage].done}`;
    const full = over ? "" : said(...(judged ?? [list[stage].word, true]));
    const words = over || now || judged ? full : said(list[stage].word.replace(".", " before."), true);
    count.textContent = over ? "Free play" : `Goal ${stage + 1} of ${list.length}`;
    task.textContent = over ? "Every control is yours. Try what you doubt." : list[stage].ask;
    node.classList.toggle("dr-replied", Boolean(told));
    if (answer.textContent !== (told ? words : "")) answer.textContent = told ? words : "";
    node.classList.toggle("dr-reached", reached);
    node.classList.toggle("dr-past", Boolean(reached && !now && !judged));
    node.classList.toggle("dr-differs", Boolean(reached && judged && !judged[1]));
    next.textContent = stage + 1 < list.length ? "Next goal" : "Free play";
    next.style.visibility = reached ? "" : "hidden";
    next.hidden = over;
    free.hidden = over || (reached && stage + 1 === list.length);
    again.hidden = !over;
    // What is said takes its room above: under the hand nothing moves.
    if (high && node.getBoundingClientRect().bottom > 0) (node.closest(".jp-WindowedPanel-outer") ?? window).scrollBy({ top: node.offsetHeight - high, behavior: "instant" });
  };
  node.append(count, task, answer, h("div.dr-actions", {}, free, again, next));
  return { node, show };
}
