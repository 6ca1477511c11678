// Coins, chips, bottles, ... in rows: what a bar or a part of it may be made of.
import { svg } from "../../dom.js";
import { rect } from "./parts.js";

// What a part of a bar may be made of, in a box of 20 by 20 around 0; a tie that is cut hangs in two.
const THINGS = {
  kilo: "M-6 -3H6L9 9.5H-9ZM0 -10a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0 -7M0 -8.3a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0 -3.6",
  coin: "M-9.5 0a9.5 9.5 0 1 1 19 0a9.5 9.5 0 1 1 -19 0M-7 0a7 7 0 1 1 14 0a7 7 0 1 1 -14 0M-5.6 0a5.6 5.6 0 1 1 11.2 0a5.6 5.6 0 1 1 -11.2 0",
  chip: "M-7 -7H-5V-9.5H-3V-7H-1V-9.5H1V-7H3V-9.5H5V-7H7V-5H9.5V-3H7V-1H9.5V1H7V3H9.5V5H7V7H5V9.5H3V7H1V9.5H-1V7H-3V9.5H-5V7H-7V5H-9.5V3H-7V1H-9.5V-1H-7V-3H-9.5V-5H-7ZM-4 -4H4V4H-4ZM-2.6 -2.6H2.6V2.6H-2.6Z",
  bottle: "M-2.5 -9.5H2.5V-5L6 -1V9.5H-6V-1L-2.5 -5ZM-4 1.5H4V6.5H-4Z",
  cylinder: "M-1.5 -9.5H1.5V-8H4.5V9.5H-4.5V-8H-1.5ZM-4.5 -4H4.5V-2.6H-4.5Z",
  disc: "M-9 0a9 9 0 1 1 18 0a9 9 0 1 1 -18 0M-4 -4H-0.5V-0.5H-4ZM0.5 -4H4V-0.5H0.5ZM-4 0.5H-0.5V4H-4ZM0.5 0.5H4V4H0.5Z",
  machine: "M-9 -7H9V9H-9ZM-6.5 -4.5H1V2H-6.5ZM3.5 -4.5H6.5V-2H3.5ZM-3.5 -2.5H-2V2H-3.5Z",
  car: "M-9.5 4V0L-5.5 -1L-3 -5H4L7 -1L9.5 0V4H7.6a2.6 2.6 0 1 1 -5.2 0H-2.4a2.6 2.6 0 1 1 -5.2 0ZM-3.6 -1H0V-3.6H-2.1ZM1.4 -1H5L3.3 -3.6H1.4Z",
  tie: "M-13 -1.3H-8.4a4.8 4.8 0 0 1 4.6 -3.5H3.8a4.8 4.8 0 0 1 4.6 3.5H13V1.3H8.4a4.8 4.8 0 0 1 -4.6 3.5H-3.8a4.8 4.8 0 0 1 -4.6 -3.5H-13ZM-3.8 -2.2a2.2 2.2 0 1 0 0 4.4H3.8a2.2 2.2 0 1 0 0 -4.4Z",
  "tie output":
    "M-13 -1.3H-8.4a4.8 4.8 0 0 1 4.6 -3.5H-1.5L-2.6 -2.2H-3.8a2.2 2.2 0 1 0 0 4.4H-2.6L-4 4.8a4.8 4.8 0 0 1 -4.4 -3.5H-13ZM2.6 -1.6H4.4a2.2 2.2 0 0 1 1.4 4L4.2 5L6 7a4.8 4.8 0 0 0 3.6 -6H13V-1.6H9.2a4.8 4.8 0 0 0 -4.4 -2.8H1.4Z",
};
const middles = (from, to, size, first = Math.floor(from / size + 1e-6)) =>
  Array.from({ length: Math.ceil(to / size - 1e-6) - first }, (_, i) => (first + i + 0.5) * size);
// A part of a bar, or the things that it is made of, each `wide` and `tall`: they stand in rows from the corner [left, bottom] on and end where the part ends.
export function filled([look, thing], [x, y, width, height], [left, bottom], wide, tall) {
  if (!thing) return rect(x, y, width, height, { class: `dr-${look}` });
  const one = (cx, cy) =>
    svg("path", {
      d: THINGS[`${thing} ${look}`] ?? THINGS[thing],
      class: `dr-${look}`,
      "fill-rule": "evenodd",
      transform: `translate(${cx} ${cy}) scale(${Math.min(wide, tall) / 21})`,
    });
  const all = middles(x - left, x + width - left, wide).flatMap((cx) =>
    middles(y - bottom, y + height - bottom, tall).map((cy) => one(left + cx, bottom + cy)),
  );
  const made = svg("svg", { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` }, ...all);
  return Object.assign(made.style, { width: `${width}px`, height: `${height}px` }) && made;
}
