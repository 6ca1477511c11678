// One goal after the other: the task, below it what it meant when it is reached, and the way on. list: [{ask, done}]; begin(stage)
// is told which one comes; list.length is when all is free. Gives {node, flag (the reply where the goal is out of sight), show(stage, reached, now, judged, way, told)}; now: the controls stand there;
// told: they did before on this page, and what was said stays; judged: [words in place of the goal's own, whether both say the same], where a verdict is given and not a thing found; way: what helps in place of the task.
import { h } from "./dom.js";

export function goals(list, begin) {
  const node = h("div.dr-goals");
  if (!list.length) return { node, show() {} };
  const count = h("p.dr-eyebrow");
  const task = h("p.dr-task");
  const answer = h("p.dr-done", { role: "status" });
  const flag = h("button.dr-flag", { type: "button", onclick: () => node.scrollIntoView({ block: "center", behavior: "smooth" }) });
  new IntersectionObserver(([{ isIntersecting }]) => node.classList.toggle("dr-away", !isIntersecting), { rootMargin: "-52px 0px 0px", threshold: 0.7 }).observe(node);
  const next = h("button.dr-primary", { type: "button" });
  const free = h("button.dr-quiet", { type: "button", onclick: () => begin(list.length) }, "Free play");
  const again = h("button.dr-quiet", { type: "button", onclick: () => begin(0) }, "First goal again");
  const show = (stage, reached, now, judged, way, told) => {
    const high = node.offsetHeight;
    next.onclick = () => begin(stage + 1);
    const over = stage >= list.length;
    const past = reached && !now && !judged && !told;
    const [word, same] = judged ?? [list[stage]?.word, true];
    const full = over ? "" : `${same ? "✓ " : ""}${word} ${list[stage].done}`;
    const words = reached && !past ? full : "";
    count.textContent = over ? "Free play" : `Goal ${stage + 1} of ${list.length}${past ? ", ✓ reached before" : ""}`;
    task.textContent = over ? "Every control is yours. Try what you doubt." : (!reached && way) || list[stage].ask;
    if (answer.textContent !== words) answer.textContent = words;
    node.dataset.room = full; // the reply takes the place of the task, which is as tall from the start
    flag.textContent = `${same ? "✓ " : ""}${word?.match(/^.*?\.(?= |$)/)?.[0] ?? word} Read\u00a0more\u00a0↑`; // its first sentence
    const looks = { "dr-replied": Boolean(words), "dr-now": words && (now || judged), "dr-reached": reached, "dr-past": past, "dr-differs": reached && !same };
    for (const look in looks) node.classList.toggle(look, Boolean(looks[look]));
    next.textContent = stage + 1 < list.length ? "Next goal" : "Free play";
    next.style.visibility = reached ? "" : "hidden";
    next.hidden = over;
    free.hidden = over || (reached && stage + 1 === list.length);
    again.hidden = !over;
    // A longer reply takes its room above: under the hand nothing moves.
    if (high && words && node.getBoundingClientRect().bottom > 0) (node.closest(".jp-WindowedPanel-outer") ?? window).scrollBy({ top: node.offsetHeight - high, behavior: "instant" });
  };
  node.append(count, task, answer, h("div.dr-actions", {}, free, again, next));
  return { node, flag, show };
}
