// A place that is empty until what belongs there may be seen: then it comes, by itself or with a click, and stays.
import { always, h } from "./dom.js";
import { NOTE, eventsOf, keepNote, noted } from "./record.js";
import { shell } from "./shell.js";

// key: by which the record knows that it was shown; html: what comes; words: of the button; invite: what to do for it; after: [lesson,
// question] whose right answer shows it. Gives a function that shows it.
export function later(root, { key, html, words, after, invite = after ? "More comes with the right answer above." : "" }) {
  root.classList.add("dr-later");
  let shown = false;
  const fill = () => {
    const focus = root.contains(document.activeElement);
    const area = h("div", { html, tabIndex: -1 });
    root.replaceChildren(area);
    shell.wake(root);
    if (focus) area.focus({ preventScroll: true }); // the button is gone
    shown = true;
  };
  const show = () => {
    if (shown) return;
    keepNote(NOTE.later(key), "shown");
    fill();
  };
  root.append(h("div.dr-actions", {}, h("span.dr-status", {}, invite), h("button.dr-quiet", { type: "button", onclick: show }, words)));
  if (noted(NOTE.later(key))) fill();
  else if (after) always(() => eventsOf("answer", ...after).some((row) => row.correct) && show());
  return show;
}
