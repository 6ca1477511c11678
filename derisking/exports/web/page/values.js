// Reading a picture with many marks: the nearest one under a pointer or a finger, or one after the other with the slider's keys.

const PHONE = matchMedia("(max-width: 620px)");
const NEAR = 28; // pixels

function marksOf(figure) {
  const read = figure?.querySelector(":scope > .dr-read");
  const first = PHONE.matches ? 3 : 1;
  return read ? JSON.parse(read.dataset.marks).map((mark) => ({ words: mark[0], x: mark[first], y: mark[first + 1] })) : [];
}

function tellMark(figure, index, { x, y, words }) {
  const frame = figure.querySelector("picture").parentElement;
  const ring = frame.querySelector(".dr-ring") ?? frame.appendChild(h("span.dr-ring"));
  Object.assign(ring.style, { left: `${100 * x}%`, top: `${100 * y}%` });
  const [slider, told] = figure.querySelector(":scope > .dr-read").children;
  slider.value = index;
  slider.setAttribute("aria-valuetext", words);
  told.textContent = words;
}

function pointed(event) {
  const picture = event.target.closest?.("picture");
  const figure = picture?.closest("figure");
  const box = picture?.querySelector("img").getBoundingClientRect();
  const marks = marksOf(figure);
  const far = marks.map((mark) => Math.hypot(mark.x * box.width - event.clientX + box.left, mark.y * box.height - event.clientY + box.top));
  const index = far.indexOf(Math.min(...far));
  if (far[index] <= NEAR) tellMark(figure, index, marks[index]);
}

function stepped(event) {
  const figure = event.target.closest?.(".dr-read")?.parentElement;
  if (!figure) return;
  const index = Number(event.target.value);
  tellMark(figure, index, marksOf(figure)[index]);
}

for (const kind of ["pointermove", "pointerdown"]) document.addEventListener(kind, pointed);
for (const kind of ["input", "focusin"]) document.addEventListener(kind, stepped);
