// Several questions come one at a time; "Next" takes the lead once one is done, and all can be shown at once.
import { h } from "./dom.js";
import { arriveAt } from "./faces.js";

// The question that a link of My progress leads to, until its page has shown it; again: without what was answered. Where a browser keeps nothing it is the section.
export const wanted = {
  put(id, again = false) {
    try {
      sessionStorage.setItem("derisking-asked", again ? `${id} again` : id);
    } catch {}
  },
  take(ids) {
    try {
      const [id, again] = sessionStorage.getItem("derisking-asked").split(" ");
      if (!ids.includes(id)) return {};
      sessionStorage.removeItem("derisking-asked");
      return { at: ids.indexOf(id), again: Boolean(again) };
    } catch {
      return {}; // nothing is asked for, too
    }
  },
};

// cards: [{node, open}], open: still to be answered; told(place): what stands beside the buttons. A card's "dr-right" says it is
// done; noun: what comes next. Gives the buttons' node, and go(place, focus).
export function oneByOne(cards, told, noun = "question") {
  const count = h("span.dr-eyebrow");
  const step = (words, way) => h("button.dr-quiet", { type: "button", onclick: () => go(place + way, true) }, words);
  const [back, next] = [step("Back", -1), step(`Next ${noun}`, 1)];
  const all = h("button.dr-quiet", { type: "button", onclick: () => ((apart = false), bar.remove(), go(0, true)) }, "Show all");
  const bar = h("div.dr-actions.dr-steps", {}, count, back, next, all);
  const lead = (done) => (next.className = done ? "dr-primary" : "dr-quiet");
  let [place, apart] = [0, true];
  const go = (to, focus) => {
    place = to;
    cards.forEach((card, index) => (card.node.hidden = apart && index !== place));
    count.textContent = told(place);
    count.hidden = !count.textContent;
    if (focus) arriveAt(cards[place].node); // before a button goes, so that the focus is never lost
    back.hidden = place === 0;
    next.hidden = place === cards.length - 1;
    lead(false);
  };
  cards.forEach((card) => card.node.addEventListener("dr-right", () => lead(true)));
  go(Math.max(0, cards.findIndex((card) => card.open)), false);
  return { node: bar, go };
}
