// What a bin makes of a card, as `beside` of schema.json says: a lorry at a barrier, a slip, books, a record, a bar or two more.
import { always, h, svg } from "../../dom.js";
import { counted } from "../../numbers.js";
import { middled, rect, text } from "./parts.js";

const sketched =
  (box) =>
  ({ parts, says }) => [
    box,
    ...parts.map(([looks, d]) => svg("path", { d, class: looks.replace(/\w+/g, "dr-$&") })),
    says ? middled(76, 112, says, "dr-strong") : "",
  ];
const scenes = {
  place: sketched("0 0 160 90"),
  alarm: sketched("0 0 152 120"),
  gate({ arm, says, back }, [load, from], { arm: was = 0 }, passed) {
    const bar = svg("path", { d: "M74 44H128", class: arm === undefined ? "dr-unknown" : "dr-arm" });
    const lorry = svg(
      "g",
      { class: `dr-lorry ${passed || arm === undefined ? "" : back ? "dr-turned" : "dr-asked"}` },
      rect(4, 34, 58, 26, { rx: 3, fill: from }),
      text(33, 52, load, { "text-anchor": "middle" }),
      ...[16, 50].map((cx) => svg("circle", { cx, cy: 62, r: 5 })),
    );
    Object.entries({ "--dr-was": `${-was}deg`, rotate: `${-(passed ? 64 : (arm ?? 0))}deg` }).forEach((style) =>
      bar.style.setProperty(...style),
    );
    if (passed) lorry.style.translate = "84px";
    return [
      "0 0 152 70",
      svg("path", { d: "M0 68H152", class: "dr-rule" }),
      rect(70, 40, 8, 28, { class: "dr-post" }),
      lorry,
      bar,
      passed
        ? text(2, 12, "“With a licence.”", { class: "dr-strong" })
        : text(says ? 150 : 82, says ? 12 : 32, says ?? "?", { "text-anchor": "end", class: "dr-strong" }),
    ];
  },
  // The later move and the earlier one; an arc leads back where somebody calls it an answer: full by the one who moved, dashed by others.
  rail({ own, others, nobody }, [who, colour]) {
    const sign = (x, words, more) => [
      svg("path", { d: `M${x} 62V76`, class: "dr-rule" }),
      rect(x - 28, 46, 56, 18, { rx: 2, ...more }),
      middled(x, 59, words, more.class ? "" : "dr-on-flag"),
    ];
    const arc = (high, look) => svg("path", { d: `M122 44C112 ${high} 44 ${high} 32 42M32 42l1 -9M32 42l8 -4`, class: look });
    const said = [
      own && text(152, 2, own, { "text-anchor": "end", class: "dr-strong" }),
      others && text(0, 90, others, { class: "dr-strong" }),
      nobody && middled(76, 24, nobody, "dr-strong"),
      !own && !others && !nobody && middled(76, 40, "?", "dr-ask"),
    ];
    return [
      "0 -12 152 106",
      svg("path", { d: "M0 76H152", class: "dr-rule" }),
      others ? arc(own ? 6 : 18, "dr-unknown dr-arc") : "",
      own ? arc(24, "dr-own dr-arc") : "",
      ...sign(30, "another", { class: "dr-was" }),
      ...sign(122, who, { fill: colour }),
      ...said.filter(Boolean),
    ];
  },
  // A rule, the night after it and a ban; each finding that is ticked lies where and when it happened.
  days: (_, __, ___, ____, found) => [
    "0 0 340 146",
    rect(128, 14, 48, 96, { class: "dr-night-of" }),
    svg("path", { d: "M158 24a8 8 0 1 0 6 13a9 9 0 0 1 -6 -13", class: "dr-moon" }),
    svg("path", { d: "M0 110H340M88 92V110M216 92V110", class: "dr-rule" }),
    rect(46, 72, 84, 22, { rx: 2, class: "dr-stored" }),
    middled(88, 87, "Y: new rule", "dr-on-dark"),
    rect(182, 72, 68, 22, { rx: 2, class: "dr-output" }),
    middled(216, 87, "X: ban", "dr-on-dark"),
    middled(88, 126, "first day"),
    middled(216, 126, "next day"),
    ...found.flatMap(({ x, y, words }) => [
      rect(x - 3.4 * words.length - 6, y - 14, 6.8 * words.length + 12, 20, { class: "dr-note-of", rx: 2 }),
      middled(x, y, words, "dr-strong"),
    ]),
  ],
  bar: ({ bar = 0, colour }, _, { bar: was = 0 }, right) => [
    "0 0 300 36",
    rect(1, 4, 298, 28, { rx: 3, class: "dr-unknown" }),
    ((part) => part.style.setProperty("--dr-was", was / bar) ?? part)(
      rect(1, 4, 298 * bar, 28, { rx: 3, fill: colour, class: "dr-grows" }),
    ),
    ...(!bar
      ? [middled(150, 22, "Tap where Japan’s part ends")]
      : right
        ? [
            text(bar > 0.2 ? 8 : 300 * bar + 6, 23, "Japan", { class: bar > 0.2 ? "dr-on-flag" : "" }),
            bar < 0.8 ? text(292, 23, "all others", { "text-anchor": "end" }) : "",
          ]
        : []),
  ],
  // The slip on a parcel, whose chosen line rings; books of law, of which one slides out; a record, as it stands, with a “may”, or struck out.
  slip: ({ mark }, [load, from]) => [
    "0 0 152 106",
    rect(2, 2, 104, 102, { class: "dr-note-of", rx: 2 }),
    rect(2, 2, 104, 24, { fill: from }),
    middled(54, 18, load, "dr-on-flag"),
    ...["good", "buyer", "use"].flatMap((words, i) => [
      rect(7, 31 + 24 * i, 94, 20, { class: i === mark ? "dr-light-of" : "dr-blank", rx: 2 }),
      text(12, 45 + 24 * i, words, { class: "dr-ink" }),
      svg("path", { d: `M${56} ${43 + 24 * i}h40`, class: "dr-ink-line" }),
    ]),
    svg(
      "g",
      { class: mark === undefined ? "" : "dr-rings" },
      svg("path", {
        d: "M130 32a15 15 0 0 1 15 15v15l6 9H109l6 -9V47a15 15 0 0 1 15 -15M123 75a7 7 0 0 0 14 0Z",
        class: mark === undefined ? "dr-was" : "dr-output",
      }),
    ),
  ],
  books: ({ book }, [load, from]) => [
    "0 0 152 106",
    rect(28, 6, 70, 26, { rx: 3, fill: from }),
    middled(63, 23, load, "dr-on-flag"),
    ...["#1B4F9C", "#00694E", "#A3263B"].map((fill, i) =>
      svg(
        "g",
        { class: i === book ? "dr-slides" : "" },
        rect(6, 34 + 23 * i, 114, 21, { rx: 3, fill }),
        rect(112, 37 + 23 * i, 8, 15, { class: "dr-pages" }),
        middled(60, 49 + 23 * i, ["EU", "member state", "US"][i], "dr-on-flag"),
      ),
    ),
    svg("path", { d: "M0 104H152", class: "dr-rule" }),
  ],
  record: ({ said }) => [
    "0 0 152 76",
    rect(2, 2, 112, 72, { class: "dr-note-of", rx: 2 }),
    svg("path", { d: "M12 18H104M12 34H104M12 50H72", class: said === "may" ? "dr-ink-line dr-dashed" : "dr-ink-line" }),
    said === "cut" ? svg("path", { d: "M8 60L108 12M8 12L108 60", class: "dr-struck" }) : "",
    said
      ? text(92, 68, { yes: "✓", may: "may", cut: "✗" }[said], { "text-anchor": "middle", class: "dr-red" })
      : middled(132, 42, "?", "dr-ask"),
  ],
  square: ({ sign, draw, colour }) => [
    "0 0 44 44",
    rect(2, 2, 40, 40, { fill: colour }),
    draw ? svg("path", { d: draw, class: "dr-sign" }) : text(22, 29, sign, { "text-anchor": "middle", class: "dr-sign" }),
  ],
};

// On the bins, where they are chosen and where cards are laid into them.
function onBins(part, scene, bins) {
  const drawn = (name, [box, ...parts] = scenes[scene](bins[name])) =>
    h(`span.dr-picture.dr-on-bin.dr-of-${scene}`, { ariaHidden: "true" }, svg("svg", { viewBox: box }, ...parts));
  part.node.querySelectorAll(".dr-bin > input").forEach((input) => input.after(drawn(input.value)));
  part.boxes.forEach((box) => (box.html = `${drawn(box.key).outerHTML} ${box.html}`));
  part.draw();
}

export function rows(
  mine,
  part,
  { scene, bins, loads = {}, told = "", tap = !["square", "place"].includes(scene) },
  { rows: cards },
) {
  if (tap && part.node.className === "dr-by-hand") part.node.querySelector(".dr-ways").click(); // a picture stands in each row
  if (["square", "place"].includes(scene)) return onBins(part, scene, bins);
  const [was, queue] = [[], h("p.dr-how", { role: "status" }, told)];
  const fields = cards ? [...part.node.querySelectorAll("fieldset.dr-row")] : [part.node]; // one for all options
  const places = fields.map((field) =>
    (scene === "bar" ? field.firstElementChild : field).insertAdjacentElement(
      scene === "bar" ? "afterend" : cards ? "beforeend" : "afterbegin",
      h(`div.dr-picture.dr-beside.dr-of-${scene}`, { ariaHidden: "true" }),
    ),
  );
  // The bar itself takes a tap: the nearest of its parts is chosen.
  function tapped({ currentTarget: place, clientX }) {
    const { left, width } = place.getBoundingClientRect();
    const off = (name) => Math.abs(bins[name].bar - (clientX - left) / width);
    const [near] = Object.keys(bins).sort((one, other) => off(one) - off(other));
    [...place.parentElement.querySelectorAll("input")].find(({ value }) => value === near).click();
  }
  if (scene === "bar") places.forEach((place) => place.addEventListener("click", tapped));
  (cards ? fields.at(-1) : places[0]).after(queue);
  // One of them at the gate, the others behind it: the next one comes when a bin has been chosen for this one.
  function wait() {
    const behind = fields.filter((field) => !field.querySelector("input:checked")).slice(1);
    fields.forEach((field) => field.classList.toggle("dr-behind", behind.includes(field)));
    queue.textContent = behind.length ? `${counted(behind.length, "more waits", "more wait")} behind it.` : "";
  }
  function draw() {
    if (cards && scene !== "bar") wait();
    places.forEach((place, i) => {
      const all = [...place.parentElement.querySelectorAll("input:checked")].map(({ value }) => bins[value] ?? {});
      const now = Object.assign({}, bins.open, ...all);
      const passed = mine.share === 1 && now.arm !== 0;
      const key = JSON.stringify([all, passed]);
      if (was[i]?.key === key) return;
      const [box, ...parts] = scenes[scene](
        now,
        loads[cards ? cards[i].key : "the only one"] ?? [],
        was[i]?.now ?? {},
        passed,
        all,
      );
      place.replaceChildren(svg("svg", { viewBox: box }, ...parts));
      was[i] = { key, now };
    });
  }
  part.node.addEventListener("change", draw);
  always(draw);
}
