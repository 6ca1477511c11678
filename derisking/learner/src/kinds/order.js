// `order`: steps that are moved until they stand right.
import { h, unique } from "../dom.js";
import { draggableLine, grip } from "../drag.js";
import { keyOf, kinds, named, setMarks } from "../faces.js";

function agreement(right, order) {
  const place = Object.fromEntries(order.map((key, index) => [key, index]));
  let good = 0;
  let all = 0;
  right.forEach((first, i) =>
    right.slice(i + 1).forEach((second) => {
      all += 1;
      good += place[first] < place[second] ? 1 : 0;
    }),
  );
  return { good, all };
}

// How many lines stand right, from above.
const rightOnes = (q, { order }) => Math.max(...q.rights.map((right) => [...right, ""].findIndex((key, i) => key !== order[i])));

kinds.order = {
  most: 1, // reply: one slip puts several pairs the wrong way round
  build(q, changed) {
    const list = h("ol.dr-order");
    const said = h("div.dr-sr", { role: "status" });
    const items = {};
    let touched = false;
    const place = (item) => [...list.children].indexOf(item);
    const refresh = () =>
      [...list.children].forEach((item, index) => {
        item.querySelector(".dr-up").setAttribute("aria-disabled", String(index === 0));
        item.querySelector(".dr-down").setAttribute("aria-disabled", String(index === list.children.length - 1));
      });
    const move = (item, step) => {
      const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
      if (!other) return;
      // The neighbour moves, not the item: so the focus stays where it is.
      list.insertBefore(other, step < 0 ? item.nextSibling : item);
      touched = true;
      refresh();
      changed();
      said.textContent = `${item.querySelector(".dr-text").textContent}: now ${place(item) + 1} of ${list.children.length}`;
    };
    const dropped = () => {
      touched = true;
      refresh();
      changed();
    };
    for (const part of q.items) {
      const text = h("span.dr-text", { html: part.html, id: unique("item") });
      const button = (name, words, sign, step) => {
        const id = unique("move");
        return h(`button.dr-small.${name}`, {
          id, type: "button", "aria-label": words, "aria-labelledby": `${id} ${text.id}`, onclick: () => move(item, step),
        }, h("span", { "aria-hidden": "true" }, sign));
      };
      const item = h("li", {}, grip(), text, h("span.dr-moves", {}, button("dr-up", "Move up:", "↑", -1), button("dr-down", "Move down:", "↓", 1)));
      item.addEventListener("keydown", (event) => {
        if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
        event.preventDefault();
        move(item, event.key === "ArrowUp" ? -1 : 1);
      });
      draggableLine(list, item, dropped);
      items[part.key] = item;
      list.append(item);
    }
    refresh();
    const read = () => ({ order: [...list.children].map((item) => Object.keys(items).find((key) => items[key] === item)) });
    const write = (response) => {
      response.order.forEach((key) => items[key] && list.append(items[key]));
      touched = true;
      refresh();
    };
    const node = h("div", {}, list, said);
    return { node, read, write, clear: () => {}, touched: () => touched, first: () => list.querySelector("button"), mark: (marks) => setMarks(items, marks) };
  },
  picks(q, response) {
    if (q.rights.some((right) => right.join() === response.order.join())) return ["right"];
    const place = (key) => response.order.indexOf(key);
    const made = q.turned.flatMap(([before, after], i) => (place(before) < place(after) ? [`m${i + 1}`] : []));
    return made.length ? made : ["other"];
  },
  share: (q, response) =>
    Math.max(0, ...q.rights.map((right) => agreement(right, response.order)).map(({ good, all }) => (2 * good - all) / all)),
  earns: "Points are for pairs of lines that are in the right order.",
  credit(q, response, picks) {
    if (picks[0] === "right") return "";
    const first = rightOnes(q, response);
    return first ? `The first ${first === 1 ? "line stands" : `${first} lines stand`} right; line ${first + 1} does not yet.` : "Something else comes first.";
  },
  marks: (q, picks, response) => Object.fromEntries(response.order.slice(0, rightOnes(q, response)).map((key) => [key, true])), // what follows is not called wrong: one line may have pushed it
  words: (q, response) => response.order.map((key, i) => `${i + 1}. ${q.items.find((item) => item.key === key)?.html ?? ""}`).join("; "),
  typed: (form, part) => named(form, part.touched() ? part.read().order.map((key) => form.labels[key]) : undefined),
  untyped: (form, value) => ({ order: value.map((name) => keyOf(form.labels, name)) }),
};
