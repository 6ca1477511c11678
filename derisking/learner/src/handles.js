// What moves in an explorer's picture. A mark that says data-x="control left right low high" is dragged along that stretch of the
// picture, in its own units, and moves a range from a low to a high value; data-y says the same of what is dragged up and down.
const MARKS = "[data-x], [data-y]";
const still = matchMedia("(prefers-reduced-motion: reduce)");

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

// Draws, and what has a data-key goes from its old place to the new one, unless somebody wants no motion.
export function glide(frame, wanted, draw) {
  const places = () => [...frame.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one, one.getBoundingClientRect()]);
  const before = new Map(wanted && !still.matches ? places().map(([key, , box]) => [key, box]) : []);
  draw();
  for (const [key, one, box] of before.size ? places() : []) {
    const [x, y] = [before.get(key)?.left - box.left, before.get(key)?.top - box.top];
    if (Math.hypot(x, y) > 1) one.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: 600, easing: "ease-in-out" });
  }
}
