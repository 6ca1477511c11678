// Sorting by hand, on top of the controls that keyboards and screen readers have: an order is dragged, and cards go into boxes.
// The controls hold the answer; what lies here is drawn from them and moves them.
import { h, isStep, person } from "./dom.js";
import { setMarks } from "./faces.js";

// Calls move(x, y) while an element is dragged, and drop(x, y) at its end, with the place in the window; drop() when it is
// called off. A mouse takes hold of the element anywhere, a finger of its grip, so that a swipe over it still scrolls the page.
function draggable(element, { move, drop }) {
  element.addEventListener("pointerdown", (down) => {
    const finger = down.pointerType === "touch" && !down.target.closest(".dr-grip");
    if (down.button || finger || down.target.closest("button, a")) return;
    const over = new AbortController();
    let going = false;
    const end = (...place) => {
      over.abort();
      if (going) drop(...place);
      element.classList.remove("dr-held");
    };
    const on = (name, act) => element.addEventListener(name, act, { signal: over.signal });
    element.setPointerCapture(down.pointerId);
    on("pointermove", ({ clientX: x, clientY: y }) => {
      if (!going && Math.hypot(x - down.clientX, y - down.clientY) < 6) return; // a click trembles
      going = true;
      element.classList.add("dr-held");
      scrollAtEdge(element, y);
      move(x, y, down);
    });
    on("pointerup", ({ clientX, clientY }) => end(clientX, clientY));
    on("pointercancel", () => end());
  });
}

export const grip = () => h("span.dr-grip", { "aria-hidden": "true" }, "⠿");

// What is dragged to the upper or lower edge takes the page along.
function scrollAtEdge(element, y) {
  let pane = element.parentElement;
  while (pane && !(pane.scrollHeight > pane.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(pane).overflowY))) pane = pane.parentElement;
  const step = y < 48 ? -14 : y > innerHeight - 48 ? 14 : 0;
  if (step) (pane ?? document.scrollingElement).scrollBy(0, step);
}

// Lines of a list that can be dragged: the neighbours move, not the line that is held, which would lose its pointer.
export function draggableLine(list, item, done) {
  const move = (_, y) => {
    const lines = [...list.children];
    const under = lines.findIndex((line) => y < line.getBoundingClientRect().bottom);
    const to = under < 0 ? lines.length - 1 : under;
    for (let at = lines.indexOf(item); at < to; at++) list.insertBefore(item.nextElementSibling, item);
    for (let at = lines.indexOf(item); at > to; at--) list.insertBefore(item.previousElementSibling, item.nextSibling);
  };
  draggable(item, { move, drop: done });
}

// A part of quiz.js with its cards to drag, or to tap, into boxes. cards and boxes: [{key, html}]; held() -> [[card, box], ...] and
// put(card, box, on) read and move the part's controls; stays: a card may lie in several boxes, so it is never used up;
// marked: whether marks name a "card" or a "box", and so which of them stays open; how: what to do, in a sentence.
export function byHand(part, sorting) {
  const words = { hand: "Show as a list", list: "Sort by hand" };
  const board = h("div.dr-board", { "aria-hidden": "true" });
  const rows = h("div.dr-listed", {}, part.node);
  const change = h("button.dr-quiet.dr-ways", { type: "button" });
  const node = h("div", {}, change, board, rows);
  const show = (way) => {
    node.className = `dr-by-${way}`;
    change.textContent = words[way];
  };
  const state = { chosen: null, marks: {}, asked: false, board, draw };
  function draw() {
    drawBoard(board, sorting, state);
    board.querySelector(".dr-pool > .dr-chosen")?.scrollIntoView({ block: "nearest" }); // on a phone the other cards make way
  }
  change.addEventListener("click", () => show(node.className === "dr-by-hand" ? "list" : "hand"));
  // Who walks with the keys gets the list, which has been in its place all the time. A focus that a script puts there, as after
  // Check, leaves the board as it is.
  rows.addEventListener("focusin", () => person.walks && show("list"));
  rows.addEventListener("keydown", (event) => isStep(event) && show("list"));
  part.node.addEventListener("change", draw);
  const drawn = (act) => (value) => {
    act(value);
    draw();
  };
  const mark = (marks) => {
    state.marks = marks;
    part.mark(marks);
  };
  const clear = () => {
    state.asked = false;
    part.clear();
  };
  // Ask for what is open: in the list by the focus, on the board by a frame as well, and nothing jumps.
  const ask = () => {
    const byHand = node.className === "dr-by-hand";
    part.first().focus({ preventScroll: byHand });
    if (!byHand) return;
    state.asked = true;
    draw();
    board.querySelector(".dr-open")?.scrollIntoView({ block: "nearest" });
  };
  show("hand");
  draw();
  return { ...part, boxes: sorting.boxes, node, draw, ask, write: drawn(part.write), clear: drawn(clear), mark: drawn(mark) };
}

// The cards that still wait, above the boxes with what lies in them.
function drawBoard(board, sorting, state) {
  const { cards, boxes, held, stays, how } = sorting;
  const pairs = held();
  const used = (card) => pairs.some(([key]) => key === card.key);
  const waits = stays || cards.some((card) => !used(card));
  const place = (card) => (stays || !used(card) ? tile(card, "", sorting, state, used(card)) : h("div.dr-taken", {}, grip(), bare(card.html))); // so that nothing moves under the hand
  const pool = h("div.dr-pool", {}, ...(waits ? cards.map(place) : []));
  const filled = boxes.map((box) => {
    const own = pairs.filter(([, key]) => key === box.key).map(([key]) => cards.find((card) => card.key === key));
    return boxNode(box, own.map((card) => tile(card, box.key, sorting, state, false)), sorting, state);
  });
  pool.addEventListener("click", (event) => event.target === pool && putInto(state.chosen, "", sorting, state));
  board.classList.toggle("dr-choosing", Boolean(state.chosen));
  board.replaceChildren(h("p.dr-how", {}, how), pool, h(sorting.marked === "box" ? "div.dr-boxes.dr-lines" : "div.dr-boxes", {}, ...filled));
}

function boxNode(box, tiles, sorting, state) {
  const node = h("div.dr-box", {}, h("div.dr-name", {}, bare(box.html)), ...tiles);
  node.dataset.key = box.key;
  if (sorting.marked === "box") setMarks({ [box.key]: node.firstChild }, state.marks);
  node.classList.toggle("dr-open", state.asked && sorting.marked === "box" && !tiles.length);
  node.addEventListener("click", () => state.chosen && putInto(state.chosen, box.key, sorting, state));
  return node;
}

// A card as it lies in a box or, with no box, waits for one.
function tile(card, from, sorting, state, used) {
  const node = h("div.dr-tile", {}, grip(), bare(card.html));
  const chosen = state.chosen?.card === card.key && state.chosen.from === from;
  node.classList.toggle("dr-chosen", chosen);
  node.classList.toggle("dr-used", used);
  node.classList.toggle("dr-open", state.asked && sorting.marked === "card" && !from && !used);
  const faults = Object.keys(state.marks).filter((key) => key.startsWith(`${card.key}>`)); // of a card in two bins one copy may be right
  const right = state.marks[card.key] || (faults.length > 0 && !faults.includes(`${card.key}>${from}`));
  if (sorting.marked === "card" && from && card.key in state.marks) setMarks({ [card.key]: node }, { [card.key]: right });
  node.addEventListener("click", (event) => {
    if (state.chosen && from && !chosen) return; // it lies where another one is to be put
    event.stopPropagation();
    state.chosen = chosen ? null : { card: card.key, from };
    state.draw();
  });
  const move = (x, y, down) => {
    const at = (node.grabbed ??= ((box) => [down.clientX - box.left, down.clientY - box.top])(node.getBoundingClientRect()));
    node.style.transform = "";
    const box = node.getBoundingClientRect();
    node.style.transform = `translate(${x - at[0] - box.left}px, ${y - at[1] - box.top}px)`;
    const over = boxAt(state.board, x, y);
    state.board.querySelectorAll(".dr-box").forEach((one) => one.classList.toggle("dr-over", one === over));
  };
  const drop = (x, y) => {
    const over = x === undefined ? null : (boxAt(state.board, x, y) ?? state.board.querySelector(".dr-pool"));
    putInto({ card: card.key, from }, over ? (over.dataset.key ?? "") : from, sorting, state);
  };
  draggable(node, { move, drop });
  return node;
}

function boxAt(board, x, y) {
  return document.elementsFromPoint(x, y).filter((node) => !node.closest(".dr-held")).map((node) => node.closest(".dr-box")).find((box) => box && board.contains(box));
}

// Put a card into a box, or with "" back among those that wait.
function putInto(what, to, { put }, state) {
  state.chosen = null;
  if (what && what.from !== to) {
    const touched = [what.from && put(what.card, what.from, false), to && put(what.card, to, true)].filter(Boolean);
    for (const name of ["input", "change"]) touched.at(-1).dispatchEvent(new Event(name, { bubbles: true }));
  }
  state.draw();
}

// A text without its links: nothing on the board can have the focus.
function bare(html) {
  const node = h("span.dr-text", { html });
  node.querySelectorAll("a").forEach((link) => link.replaceWith(...link.childNodes));
  return node;
}
