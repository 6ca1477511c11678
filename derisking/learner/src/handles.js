// What moves in an explorer's picture. A mark that says data-x="control left right low high" is dragged along that stretch of the
// picture, in its own units, and moves a range from a low to a high value; data-y says the same of what is dragged up and down.
const MARKS = "[data-x], [data-y]";
export const still = matchMedia("(prefers-reduced-motion: reduce)");

// frame: holds the picture, which is drawn anew at each move; grid: the controls' place; controls: by name. A mark that is taken gives
// the focus to its range, so the arrow keys go on from there. Gives a function to call when the picture is new.
export function handles(frame, grid, controls) {
  const held = [];
  const ways = (mark) => ["x", "y"].filter((way) => mark.dataset[way]).map((way) => {
    const [name, ...ends] = mark.dataset[way].split(" ");
    const [start, end, low, high] = ends.map(Number);
    const { node, input } = controls[name];
    return { way, input, ready: !node.hidden && !input.disabled, place: (value) => start + ((value - low) / (high - low)) * (end - start), value: (at) => low + ((at - start) / (end - start)) * (high - low) };
  });
  const pointed = ({ clientX, clientY }) => {
    const svg = frame.firstChild;
    const { left, top, width, height } = svg.getBoundingClientRect();
    const { baseVal } = svg.viewBox;
    return { x: ((clientX - left) / width) * baseVal.width, y: ((clientY - top) / height) * baseVal.height };
  };
  frame.addEventListener("pointerdown", (event) => {
    const mark = event.target.closest(MARKS);
    const free = mark && !event.button ? ways(mark).filter((one) => one.ready) : [];
    if (!free.length) return;
    event.preventDefault(); // no text is marked on the way
    frame.setPointerCapture(event.pointerId); // the mark itself is drawn anew
    const at = pointed(event);
    held.splice(0, held.length, ...free.map((one) => ({ ...one, off: at[one.way] - one.place(Number(one.input.value)) })));
    free[0].input.focus({ preventScroll: true });
  });
  frame.addEventListener("pointermove", (event) => {
    if (!frame.hasPointerCapture(event.pointerId)) return;
    const at = pointed(event);
    for (const { way, input, off, value } of held) {
      const before = input.value;
      input.value = value(at[way] - off); // the range keeps to its steps and ends
      if (input.value !== before) input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, () => held.splice(0));
  // A finger that moves what it holds does not scroll the page; along another way it does. What it touched is drawn anew and leaves the page,
  // so that neither touch-action nor a listener further up holds for the rest of its way.
  frame.addEventListener("touchstart", ({ target, touches: [start] }) => {
    if (!held.length) return;
    target.addEventListener("touchmove", (event) => {
      const [{ clientX, clientY }] = event.touches;
      const sideways = Math.abs(clientX - start.clientX) > Math.abs(clientY - start.clientY);
      if (held.some(({ way }) => way === "y" || sideways)) event.preventDefault();
    }, { passive: false });
  }, { passive: false });
  const show = () => {
    for (const mark of frame.querySelectorAll(MARKS)) {
      const all = ways(mark);
      mark.classList.toggle("dr-rests", !all.some(({ ready }) => ready));
      mark.classList.toggle("dr-has", all.some(({ input }) => input === document.activeElement));
    }
  };
  for (const name of ["focusin", "focusout"]) grid.addEventListener(name, () => requestAnimationFrame(show));
  return show;
}

// Coins of a budget: what has data-pile="control" holds some, "" the rest; what has data-coin can be taken there and put on another pile.
// A tap on a pile gives it one of the rest. The ranges hold the numbers, and arrow keys go on from the one that was changed.
export function coins(frame, controls) {
  let held = null;
  const rest = frame.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "g");
  const free = (pile) => pile === "" || (pile !== undefined && !controls[pile].node.hidden && !controls[pile].input.disabled);
  const change = (pile, by) => {
    if (!pile) return;
    const { input } = controls[pile];
    input.value = Number(input.value) + by * Number(input.step); // a coin is a step
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus({ preventScroll: true });
  };
  frame.addEventListener("pointerdown", (event) => {
    const pile = event.target.closest("[data-pile]");
    if (!pile || event.button || !free(pile.dataset.pile)) return;
    const top = event.target.closest("[data-coin]")?.lastChild ?? (event.pointerType === "mouse" ? pile.querySelector("[data-coin]").lastChild : null);
    held = { from: pile.dataset.pile, x: event.clientX, y: event.clientY, top };
  });
  frame.addEventListener("pointermove", (event) => {
    const [x, y] = held ? [event.clientX - held.x, event.clientY - held.y] : [0, 0];
    if (!held?.top || (!held.moved && Math.hypot(x, y) < 6)) return; // a click trembles
    if (!held.moved) {
      held.moved = true;
      frame.setPointerCapture(event.pointerId);
      rest.replaceChildren(held.top.cloneNode(true)); // what a finger has touched must stay in the page
      held.top.style.visibility = "hidden";
      frame.firstChild.append(rest);
    }
    const scale = frame.firstChild.viewBox.baseVal.width / frame.firstChild.getBoundingClientRect().width;
    rest.setAttribute("transform", `translate(${x * scale} ${y * scale})`);
  });
  const drop = (event) => {
    const { from, moved } = held ?? {};
    held = null;
    rest.remove();
    if (from === undefined) return;
    const under = document.elementsFromPoint(event.clientX, event.clientY).map((one) => one.closest("[data-pile]")).find((one) => one && frame.contains(one));
    const to = moved ? under?.dataset.pile : from;
    const start = moved ? from : "";
    if (event.type === "pointerup" && to !== start && free(to)) {
      change(start, -1);
      change(to, 1);
    } else if (moved) frame.dispatchEvent(new CustomEvent("dr-back", { detail: to !== undefined && !free(to) }));
  };
  for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, drop);
}

// Draws, and what has a data-key goes from its old place to the new one, unless somebody wants no motion. What has data-falls and no old place
// falls there from above, one after the other; a picture that says data-zoom grows out of the one before it, or shrinks into it.
export function glide(frame, wanted, draw) {
  const moves = wanted && !still.matches;
  const places = () => [...frame.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one, one.getBoundingClientRect()]);
  const before = new Map(moves ? places().map(([key, , box]) => [key, box]) : []);
  const near = frame.querySelector("[data-zoom]");
  draw();
  if (!moves) return;
  if (near) zoom(near, frame.querySelector("[data-zoom]"));
  for (const [key, one, box] of places()) {
    if (one.dataset.falls && !before.has(key)) one.animate([{ transform: `translateY(-${one.dataset.drop ?? 140}px)`, opacity: 0 }, { opacity: 1, offset: 0.2 }, { transform: "none" }], { duration: 500, delay: 45 * Number(one.dataset.falls), easing: "ease-in", fill: "backwards" });
    const old = before.get(key);
    const [x, y] = [old?.left - box.left, old?.top - box.top];
    if (Math.hypot(x, y) > 1) one.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: 600, easing: "ease-in-out" });
  }
}

// Of two pictures the nearer one shows the middle of the other ten times larger; both grow as one, and as fast at the start as at the end.
function zoom(old, now) {
  const way = Math.sign(now.dataset.zoom - old.dataset.zoom);
  if (!way) return;
  now[way > 0 ? "before" : "after"](old);
  for (const [one, from] of [[old, 0], [now, -way]]) {
    const sizes = [0, 0.25, 0.5, 0.75, 1].map((part) => ({ transform: `scale(${10 ** (from + way * part)})` }));
    one.animate(sizes, { duration: 900, easing: "ease-in-out" }).onfinish = () => one === old && old.remove();
  }
}
