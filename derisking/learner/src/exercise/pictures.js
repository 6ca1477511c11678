// Pictures that go with the answer to a task, as tasks.yaml names them: drawn from what stands in the form, they tell more once it is checked.
import { always, h, svg } from "../dom.js";
import { still } from "../handles.js";
import { counted, parseNumber } from "../numbers.js";

// A picture above the controls of a task. make(again) gives draw(number or null, share or undefined), which gives [drawing, words];
// again() draws once more, after a tap, which is no answer. uses() gives what else is drawn, from the answers of other tasks.
function above(mine, part, make, broad, uses = () => []) {
  const [figure, said] = [h(broad ? "figure.dr-picture.dr-broad" : "figure.dr-picture"), h("span", { role: "status" })];
  let shown;
  const draw = make(() => show(true));
  function show(tapped) {
    const now = [parseNumber(part.node.querySelector("input.dr-number")?.value ?? ""), mine.share, ...uses()];
    if (!tapped && now.join() === shown) return; // something else on the page has changed
    shown = now.join();
    const [made, words] = draw(...now);
    figure.replaceChildren(made, h("figcaption", {}, said));
    said.textContent = words;
  }
  part.node.before(figure);
  mine.card.addEventListener("input", () => show());
  always(() => show());
}

const drawing = (name, box, ...parts) => svg("svg", { viewBox: box, role: "img", "aria-label": name }, ...parts);
const text = (x, y, words, more = {}) => svg("text", { x, y, ...more }, words);
const rect = (x, y, width, height, more) => svg("rect", { x, y, width, height, ...more });

const later = (milliseconds, node) => Object.assign(node.style, { animationDelay: `${milliseconds}ms` }) && node; // a policy may refuse an attribute

// --- a wafer that fills with the dies that somebody counted ---------------------------------------------------------------

const RADIUS = 150; // mm; a die is 10 mm wide
const places = Array.from({ length: 2500 }, (_, i) => [Math.floor(i / 50) - 25, (i % 50) - 25]).map(([x, y]) => ({ x, y, far: Math.hypot(Math.max(-x, x + 1), Math.max(-y, y + 1)) * 10 })).sort((a, b) => a.far - b.far || a.y - b.y || a.x - b.x);
const FIT = places.filter(({ far }) => far <= RADIUS).length;

const wafer = (words, ...parts) => drawing(words, "-172 -158 344 350", svg("circle", { r: RADIUS, class: "dr-disc" }), ...parts);

function laid(number, share) {
  const measure = [rect(0, -10, 10, 10, { class: "dr-die dr-hit" }), svg("path", { d: "M-150 166H150M-150 161V171M150 161V171", class: "dr-rule" }), text(0, 184, "300 mm", { "text-anchor": "middle" }), text(16, -1, "10 mm × 10 mm")];
  if (share === undefined) return [wafer("A wafer of 300 mm with one die of 10 by 10 mm on it.", ...measure), "One of your dies on the wafer, to scale. Once you check your number, as many are laid out."];
  const n = Math.max(0, Math.floor(number));
  const over = n - Math.min(n, FIT);
  const square = ({ x, y, far }) => later(far * 6, rect(x * 10, y * 10, 10, 10, { class: far > RADIUS ? "dr-die dr-over-edge" : "dr-die" }));
  const filled = over ? `${counted(over, "die hangs", "dies hang")} over the edge, where the wafer ends.` : n < 600 ? "The wafer has room for more." : `All of them lie on the wafer. Laid out like this, ${FIT - n} more would fit: the rule is an estimate.`;
  const words = `Your ${counted(n, "die", "dies")}. ${filled}`;
  return [wafer(words, ...places.slice(0, Math.min(n, 1200)).map(square)), words];
}

// The rules of three tasks as a machine: each counts here once its task is right. The size of a die, specks and price are typed, or come with the
// offer that is chosen; the wafer is laid out with them to scale.
const fitting = (area) => Math.max(0, Math.floor((Math.PI * RADIUS ** 2) / area - (Math.PI * 2 * RADIUS) / Math.sqrt(2 * area)));
const working = (area, specks) => Math.exp((-area * specks) / 100);
const RULES = [["dies", "dies fit", fitting], ["yield", "share that works", working], ["cost", "dollars for a good die", (area, specks, price) => price / (fitting(area) * working(area, specks))]];

function machine(mine, part) {
  const fields = [["Size of a die, mm²", 100], ["Specks per cm²", 0.2], ["Price of a wafer, dollars", 10000]].map(([words, value]) => [words, h("input", { type: "number", min: 0, step: "any", value })]);
  const told = h("div.dr-told-by");
  const place = h("div.dr-machine", {}, h("p.dr-eyebrow", {}, "A machine for your three rules"), h("p.dr-pick", {}, ...fields.map(([words, input]) => h("label", {}, words, input))), told);
  (part.node.querySelector(".dr-group + .dr-group") ?? part.node).before(place);
  function chosen() {
    const option = part.node.querySelector("[type=radio]:checked")?.closest("label");
    const figures = [/(\d+)\smm²/, /([\d.]+)\sdefects/, /([\d,]+)\sdollars/].map((figure) => figure.exec(option?.textContent)?.[1].replace(",", ""));
    if (option) fields.forEach(([, input], i) => (input.value = figures[i] ?? ""));
    if (option && innerWidth < 700) option.after(place); // in sight of the choice
  }
  above(mine, { node: told }, (again) => {
    place.addEventListener("input", (event) => (event.stopPropagation(), again()));
    mine.card.addEventListener("change", ({ target }) => target.type === "radio" && (chosen(), again()));
    chosen();
    return (_, share, ...used) => laidOut(mine, told, used.slice(0, 3));
  }, false, () => [...fields.map(([, input]) => parseNumber(input.value)), ...RULES.flatMap(([task]) => [mine.of(task)?.share, typedIn(mine, task)])]);
}

const typedIn = (mine, task) => Boolean(mine.of(task)?.card.querySelector("input.dr-number").value);
function laidOut(mine, told, [area, density, price]) {
  told.replaceChildren(...RULES.map(([task, words, rule]) => {
    const { share, number } = mine.of(task) ?? {};
    const made = rule(area, density, price);
    return h("p", {}, h("b", {}, share !== 1 ? "?" : area && made < Infinity ? Number(made.toPrecision(4)).toLocaleString("en") : "–"), share === 1 ? words : `${words}: ${share === undefined && typedIn(mine, task) ? "press Check in" : "solve"} task ${number?.textContent} first`);
  }));
  if (!(area >= 8)) return [wafer("An empty wafer of 300 mm."), "No size of a die: nothing can be laid out."];
  const wide = Math.sqrt(area);
  const die = ({ x, y, far }) => later(far * 4, rect(x * wide, y * wide, wide, wide, { class: "dr-die" }));
  const chance = (i) => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1; // the same specks each time
  const specks = Array.from({ length: Math.min(2000, Math.round((Math.PI * RADIUS ** 2 * density) / 100)) }, (_, i) => svg("circle", { cx: 0, cy: RADIUS * Math.sqrt(chance(i + 1)), r: 2.4, class: "dr-speck", transform: `rotate(${360 * chance(i + 501)})` }));
  return [wafer("Dies and specks on the wafer.", ...places.filter(({ far }) => far * wide <= 10 * RADIUS).slice(0, fitting(area)).map(die), ...specks), "The wafer with dies of this size, and the specks that fall on it, to scale."];
}

// What the good dies bring at the price that is typed: the wafer with the dies and the share of the two tasks before, as they were answered there.
const sold = (mine, part) => above(mine, part, () => (number, share, dies, works) => {
  if (!dies || !works) return [wafer("An empty wafer of 300 mm."), "Solve tasks 6 and 7, and your dies lie here, good ones and spoilt ones."];
  const good = Math.floor(dies * works);
  const die = ({ x, y }, i) => rect(x * 10, y * 10, 10, 10, { class: (i * 0.618034) % 1 < works ? "dr-die" : "dr-die dr-hit" }); // spread evenly
  const bill = share === undefined ? `Blue ones work: about ${good} of your ${dies}. Only they are sold.` : `At ${number} dollars each, the ${good} good ones bring ${Math.round(number * good).toLocaleString("en")} dollars. ${share === 1 ? "That is about the price of the wafer: whoever buys a good one pays for the spoilt ones, too." : "Is that the price of the wafer?"}`;
  return [wafer(bill, ...places.slice(0, Math.min(dies, 1200)).map(die)), bill];
}, false, () => ["dies", "yield"].map((task) => mine.of(task)?.share === 1 && parseNumber(mine.of(task).card.querySelector("input.dr-number").value)));

// A square for what the first took, and as many for the second as somebody says.
const times = (mine, part) => above(mine, part, () => (number, share) => {
  const n = Math.max(0, Math.min(Math.round(number ?? 0), 300));
  const one = (x, y, look) => rect(x * 22, y * 22, 20, 20, { class: look, rx: 2 });
  const words = share === 1 ? `Machines that were busy with GPT-3 for a week would be busy with GPT-4 for ${n} weeks, more than a year.` : number === null ? "One square is all that GPT-3 took. Type your number: as many are laid out for GPT-4." : `You say: ${counted(n, "square", "squares")} of that size for GPT-4${number > 300 ? ", and more than fit here" : ""}.`;
  return [drawing(words, `-2 -18 446 ${70 + 22 * Math.ceil((n || 1) / 20)}`, text(0, -4, "GPT-3, 2020"), one(0, 0, "dr-stored"), text(0, 40, "GPT-4, 2023"), ...Array.from({ length: n }, (_, i) => one(i % 20, 2 + Math.floor(i / 20), "dr-output")), n ? "" : one(0, 2, "dr-unknown")), words];
}, true);

// A drawing in front of each line or option that begins with these words, made of [look, path] in 100 by 64; lines stand as a strip once they are in order.
function lines(mine, part, { lines: drawings }) {
  for (const line of part.node.querySelectorAll(".dr-order > li > .dr-text, .dr-option > .dr-text")) {
    const [, drawn] = Object.entries(drawings).find(([begin]) => line.textContent.startsWith(begin));
    line.before(h("span.dr-picture.dr-drawn-line", { ariaHidden: "true" }, svg("svg", { viewBox: "0 0 100 64" }, ...drawn.map(([look, d]) => svg("path", { d, class: `dr-${look}`, "fill-rule": "evenodd" })))));
  }
}

// --- a square of 100 dies with the 20 defects that fell on it ---------------------------------------------------------------

// Drawn by Python's random.Random(25), the first seed whose 20 defects leave 84 dies: what is counted here is not what the formula gives.
const SPECKS = [[8.3, 4.4], [9.8, 3.6], [5.5, 0.3], [9.7, 3.6], [2.7, 1.3], [3.8, 7.8], [5.7, 2.7], [0.4, 4.7], [5.7, 4.6], [7.3, 6.8], [6.3, 8.7], [4.5, 7.6], [5.4, 4.8], [0.7, 2.6], [9.3, 0.6], [2.3, 7.7], [1.4, 8.8], [5.7, 0.4], [9.7, 0.4], [8.6, 9.7]];
const dieOf = ([x, y], wide) => `${Math.floor(x / wide)} ${Math.floor(y)}`;
const hitOf = (wide) => new Set(SPECKS.map((speck) => dieOf(speck, wide)));

// The square cut into dies that are `wide` cm wide and one high; marked: those that somebody tapped, kept while the page is open.
function piece(wide, marked, shown, changed) {
  const hit = hitOf(wide);
  const dies = Array.from({ length: 100 / wide }, (_, i) => {
    const key = dieOf([(i * wide) % 10, (i * wide) / 10], wide);
    const [x, y] = key.split(" ");
    const die = rect(x * wide * 30 + 1, y * 30 + 1, wide * 30 - 2, 28, { class: `dr-die ${(shown ? hit : marked).has(key) ? "dr-hit" : ""}`, rx: 2 });
    die.addEventListener("click", () => changed(hit.has(key) && marked[marked.has(key) ? "delete" : "add"](key))); // one without a speck stays as it is
    return die;
  });
  const name = `${counted(100 / wide, "die", "dies")} in a square, and 20 specks on it: ${counted(20 - hit.size, "speck falls", "specks fall")} on a die that another one has hit.`;
  return drawing(name, "0 0 300 300", ...dies, ...SPECKS.map(([x, y]) => svg("circle", { cx: x * 30, cy: y * 30, r: 3.6, class: "dr-speck" })));
}

// Squares cut into dies of these widths. say(share, what is tapped in each) gives whether the hits are shown, and the words.
const squares = (say, ...widths) => (again, marked = widths.map(() => new Set()), tapped = { hit: true }) => (number, share) => {
  const counts = widths.map((wide, i) => `${counted(marked[i].size, "die", "dies")} tapped, ${100 / wide - marked[i].size} left`);
  const [shown, words] = say(share, ...counts);
  return [h("div.dr-cuts", {}, ...widths.map((wide, i) => piece(wide, marked[i], shown, (hit) => again(tapped.hit = hit)))), shown || tapped.hit ? words : `No speck on that die. ${words}`];
};
const oneSquare = squares((share, tapped) => (share === 1 ? [true, "16 of these 100 dies are hit, some more than once: luck. Over many such squares 18 are hit on average, which is what line 2 says."] : [false, `100 dies of 1 cm² from one wafer, and the 20 specks that fell on them. Tap each die that has a speck: ${tapped}. Another wafer would differ; asked is the average.`]), 1);
const twoSquares = squares((share, small, large) => (share === undefined ? [false, `One piece of silicon with 20 specks, cut in two ways: into 100 dies, or into 50 of twice the area. Tap each die that has a speck. Small: ${small}. Large: ${large}.`] : [true, `${100 - hitOf(1).size} of 100 small dies work, and ${50 - hitOf(2).size} of 50 large ones, for the same money.`]), 1, 2);

// --- a line for each row of the table, and a ruler that stands across them all -------------------------------------------------

// A picture with a slider of its own, which is no answer. draw(where it stands) gives [drawing, words]; right: where it goes, step by step, once answered.
function slid(mine, part, words, range, draw, right) {
  const [slide, said, place] = [h("input", { type: "range", ...range }), h("span", { role: "status" }), h("div")];
  function show() {
    const [made, told] = draw(Number(slide.value));
    place.replaceChildren(made);
    said.textContent = told;
  }
  const go = () => {
    slide.value = still.matches ? right : Number(slide.value) + slide.step * Math.sign(right - slide.value);
    show();
    if (Number(slide.value) !== right) setTimeout(go, 50);
  };
  const figure = h("figure.dr-picture.dr-broad", {}, h("label.dr-slide", {}, words, slide), place, h("figcaption", {}, said));
  part.node.before(figure);
  const answered = () => (mine.share === 1 ? go : show)();
  slide.addEventListener("input", show);
  always(answered);
  return { figure, slide, show };
}

// Between a row's name and its numbers stand these as dots, the last one full. years: how many columns of numbers are shown. Gives
// draw(where the ruler stands), which counts what the ruler has passed.
function strips(part, years) {
  const [at, scale] = [(value) => `${(value - 0.22) * 122}%`, [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]];
  const line = (from, to, y1, y2, look) => svg("line", { x1: at(from), x2: at(to), y1, y2, class: look });
  const rows = [...part.node.querySelectorAll("tr")];
  rows.forEach(({ cells }, n) => {
    while (cells.length > 1 + years) cells[1].remove();
    cells[0].after(n ? h("td.dr-picture.dr-strip") : h("th.dr-picture.dr-strip", { scope: "col" }));
  });
  [...(rows[0]?.cells ?? [])].slice(2).forEach((cell, i) => cell.prepend(i === years - 1 ? "●\u00a0" : "•\u00a0"));
  rows.forEach(({ cells }) => [...cells].slice(2).forEach((cell) => cell.classList.add("dr-after")));
  if (years > 1) rows[0].cells[0].append(h("small", {}, " •\u00a02022 ●\u00a02024"));
  const [head, ...products] = rows;
  function passed({ cells }, n, limit) {
    const values = [...cells].slice(2).map((cell) => Number(cell.textContent));
    const gone = values.at(-1) <= limit;
    const dots = values.map((value, i) => svg("circle", { cx: at(value), cy: 15, r: 7, class: i < years - 1 ? "dr-was" : gone ? "dr-gone" : "dr-stored" }));
    const near = values.filter((value) => years > 1 && Math.abs(value - limit) < 0.02); // where no eye can tell
    cells[1].replaceChildren(svg("svg", { "aria-hidden": "true" }, text(at(Math.max(...values)), 19, near.join(" → "), { dx: 12 }), ...scale.map((value) => line(value, value, -12, 40, "dr-grid")), line(limit, limit, n ? -12 : -2, 40, "dr-limit"), line(values[0], values.at(-1), 15, 15, "dr-rule"), ...dots));
    return gone;
  }
  return (limit) => {
    const mark = (value, y, words, look) => text(at(value), y, words, { "text-anchor": "middle", class: look });
    head?.cells[1].replaceChildren(svg("svg", { role: "img", "aria-label": "concentration" }, ...[0.4, 0.6, 0.8, 1].map((value) => mark(value, 28, value, "")), mark(limit, 11, limit.toFixed(2), "dr-ask")));
    return products.map((row, n) => passed(row, n, limit)).filter(Boolean).length;
  };
}

// A bar for all that was paid, which the number that is typed fills; once it is right, the sellers of the table above it one after the other.
const bar = (mine, part) => above(mine, part, () => {
  const table = [...document.querySelectorAll("table")].findLast((one) => one.compareDocumentPosition(mine.card) & Node.DOCUMENT_POSITION_FOLLOWING);
  const paid = [...(table?.tBodies[0].rows ?? [])].map(({ cells }) => [cells[0].textContent, Number(cells[1].textContent.replace(/\D/g, ""))]);
  const [all, long] = [paid.at(-1)?.[1] ?? 1, (share) => Math.max(0, Math.min(share, 1.1)) * 420];
  paid.forEach(([, value], i) => (table.tBodies[0].rows[i].cells[1].style.background = `linear-gradient(to right, rgb(90 150 200 / 70%) ${(100 * value) / all}%, transparent 0) 0 100% / 100% 5px no-repeat`));
  return (number, share) => {
    let x = 0;
    const sellers = share !== 1 ? [] : paid.slice(0, -1).flatMap(([name, value], i) => [rect((x += long(value / all)) - long(value / all), 70, long(value / all), 26, { class: i % 2 ? "dr-was" : "dr-stored" }), value / all > 0.15 ? text(x - 6, 88, name, { "text-anchor": "end", class: i % 2 ? "" : "dr-on-dark" }) : ""]);
    const told = number === null ? "The dashed bar is all that the EU paid for it. Your number fills it." : number > 1 ? "Your number is longer than the whole. No share is." : `Your number fills ${number} of all that was paid.`;
    const words = `${told}${sellers.length ? " Below stand the sellers of the table, one after the other." : ""}`;
    return [drawing(words, `-10 0 460 ${sellers.length ? 104 : 64}`, rect(0, 8, long(number ?? 0), 32, { class: "dr-output" }), rect(0, 8, 420, 32, { class: "dr-unknown" }), ...[0, 0.25, 0.5, 0.75, 1].map((value) => text(long(value), 58, value, { "text-anchor": "middle" })), ...sellers), words];
  };
}, true);

// The promises of the ledger above, in rows that the typed share fills; once it is right they fall onto a heap for each verdict, beside the first guess.
const promises = (mine, part) => above(mine, part, () => (number, share) => {
  const all = [...(document.querySelector(".dr-promises")?.children ?? [])];
  const kept = Math.round((number ?? 0) * all.length);
  const heaps = [["guessed", Array(parseInt(/\d+/.exec(mine.first()), 10) || 0).fill()], ...["delivered", "partly", "not yet", "unknown"].map((verdict) => [verdict, all.filter((one) => one.matches(`.dr-is-${verdict.replace(" ", "-")}`))])];
  const floor = 22 * Math.ceil(Math.max(...heaps.map(([, { length }]) => length)) / 2);
  const lies = (x, y, one, n) => later(90 * n, svg("g", { class: "dr-falls" }, rect(x, y, 20, 20, { rx: 3, class: one?.className ?? "dr-unknown" }), middled(x + 10, y + 15, one?.textContent.trim()[0] ?? "", "dr-on-flag")));
  const heap = ([name, its], i) => (its.length ? [middled(80 * i + 40, floor + 20, its.length, "dr-strong"), middled(80 * i + 40, floor + 38, name), ...its.map((one, n) => lies(80 * i + 19 + 22 * (n % 2), floor - 22 * (1 + Math.floor(n / 2)), one, n))] : []);
  const words = share === 1 ? "Nobody can show the chair that the unknown ones were kept, or that they were broken." : number === null ? "A square for each promise with Japan. Type your share, and it fills as many." : number > 1 ? "No share is more than 1." : `Your share fills ${counted(kept, "square", "squares")} of ${all.length}.${share === undefined ? "" : " In the ledger, count those with a ✓."}`;
  return [share === 1 ? drawing(words, `0 -4 400 ${floor + 48}`, ...heaps.flatMap(heap)) : drawing(words, "0 0 270 48", ...all.map((_, i) => rect(2 + 22 * (i % 12), 2 + 22 * Math.floor(i / 12), 20, 20, { rx: 3, class: i < kept ? "dr-stored" : "dr-unknown" }))), words];
}, true);

function ruler(mine, part) {
  const draw = strips(part, 1);
  if (!part.node.querySelector("table")) return;
  const { figure } = slid(mine, part, "Move the ruler", { min: 0.3, max: 1, step: 0.01, value: 0.4 }, (limit) => {
    const gone = draw(limit);
    const told = `With the ruler at ${limit.toFixed(2)}, ${gone ? counted(gone, "product is", "products are") : "no product is"} off the list${gone ? " (grey)" : ""}. ${mine.share === 1 ? "Where else does a small step make a large difference?" : "Move it, and see."}`;
    return ["", mine.share === undefined ? "Tick by eye: the further right a dot of 2024, the fewer sellers." : told];
  }, 0.5);
  part.node.after(figure); // the dots come first
}

// --- a square for each seller, in one that is as wide as all of them: the index is how much of it they fill -----------------------------

function sellers(mine, part) {
  slid(mine, part, "The largest seller’s share", { min: 0.4, max: 1, step: 0.05, value: 0.5 }, (most) => {
    const shares = [most, 0.6 * (1 - most), 0.4 * (1 - most)];
    const squares = shares.flatMap((share, i) => [0, most, 1 - share].slice(i, i + 1).flatMap((at) => [rect(300 * at, 300 * at, 300 * share, 300 * share, { class: "dr-stored" }), share < 0.1 ? "" : middled(300 * (at + share / 2), 300 * (at + share / 2) + 6, share.toFixed(2), "dr-on-dark")]));
    const filled = mine.share === 1 ? `They fill ${shares.reduce((sum, share) => sum + share ** 2, 0).toFixed(2)} of it, the largest alone ${(most ** 2).toFixed(2)}.` : most === 0.5 ? "How much do these fill?" : "Move back to 0.50 for the three that are asked.";
    const words = `Three sellers, ${shares.map((share) => share.toFixed(2)).join(", ")}: each is a square as wide as its share, and the index is the part of the large square that they fill. ${filled}`;
    return [drawing(words, "0 0 300 300", rect(0, 0, 300, 300, { class: "dr-unknown" }), ...squares), words];
  }, 0.5);
}

// --- two deliveries that swing, and their sum: waves that are out of step by as much as their correlation says ------------------

function swing(mine, part) {
  // A wave, and a ship that rides on it at the step `at`: how high, and where in its swing.
  const wave = (middle, look, high, shift, at, freight, large, now = (at * Math.PI) / 20 + shift) => {
    const line = svg("path", { d: Array.from({ length: 216 }, (_, i) => `${i ? "L" : "M"}${3 * i} ${(middle - high * Math.sin((i * Math.PI) / 20 + shift)).toFixed(1)}`).join(""), class: `${look} dr-rolls` });
    const ship = svg("g", { class: "dr-rides" }, svg("g", { transform: `scale(${large})` }, svg("path", { d: "M-22 -3H22L15 9H-15ZM11 -18H17V-3H11Z", class: "dr-disc" }), svg("path", { d: "M-15 -13H-7V-4H-15ZM-5 -13H3V-4H-5Z", class: freight })));
    const done = (now / (2 * Math.PI) + 0.25) % 1; // the part of its swing of 2.4 seconds that is over when the sea begins to roll
    Object.entries({ "--dr-high": `${high}px`, translate: `0 ${-high * Math.sin(now)}px`, "animation-delay": `${-2.4 * done}s`, "animation-iteration-count": 4 + 2 * done }).forEach((style) => ship.style.setProperty(...style));
    return [line, svg("g", { transform: `translate(${3 * at} ${middle - 4})` }, ship)];
  };
  (mine.card.querySelector(".dr-body > p:last-child") ?? part.node).before(slid(mine, part, "Correlation", { min: 0, max: 1, step: 0.1, value: 0 }, (shared) => {
    const [apart, limits] = [Math.acos(shared), svg("path", { d: "M0 190H520M0 270H520", class: "dr-unknown" })];
    const open = shared === 0.6 && mine.share !== 1; // what is asked
    const drawn = [text(12, 14, "each partner alone: ± 10 %"), text(12, 178, "both together"), text(506, 178, open ? "± ? %" : `± ${(10 * Math.sqrt((1 + shared) / 2)).toFixed(2)} %`, { "text-anchor": "end", class: "dr-strong" }), limits, ...wave(104, "dr-gone", 40, 0, 50, "dr-output", 1.3), ...wave(104, "dr-own", 40, apart, 118, "dr-stored", 1.3), ...wave(230, "dr-both", 40 * Math.cos(apart / 2), apart / 2, 84, "dr-both-sold", 1.8)];
    return [drawing("Two waves with a ship on each, and below them the sea that they make together.", "0 0 520 280", ...drawn), `Correlation ${shared.toFixed(1)}. ${mine.share === 1 ? "At 0.6 both together still swing by 8.94 %, at 0.0 by 7.07 %: the more hits both at once, the less the second one helps." : "The dashed lines show how far one partner swings alone. How much less do both swing together at 0.6?"}`];
  }, 0.6).figure); // the formula comes after it
}

// --- a store that runs down: one says what the plant makes in weeks 2 and 3, and sees what is left for week 4 -----------------------

const WEEKS = [[1, 0.8], [0.7, 0.8], [0.4, 0.8], [0.1, 0.6]]; // in store when the week begins, output

const store = (mine, part) => above(mine, part, (again) => {
  let [known, told] = [1, "Resist in each week: what is in store (blue), and what is delivered on top. Beside it (orange) is what the plant makes. The line is what gases allow: 0.8."];
  const choose = (made) => () => {
    const there = (WEEKS[known][0] + 0.5).toFixed(1);
    if (made === 0.8) known += 1;
    told = made > 0.8 ? "The gases do not allow that much." : made < 0.8 ? `More can be made: there are ${there} of resist, and gases for 0.8.` : `Yes: 0.8 of ${there} are used, and ${WEEKS[known][0]} stay in store.${known < 3 ? "" : " Week 4 is yours: your number stands there."}`;
    again();
  };
  const row = part.node.parentElement.insertBefore(h("p.dr-pick", {}, h("b"), ...[0.5, 0.6, 0.8, 1].map((made) => h("button.dr-small", { type: "button", onclick: choose(made) }, made))), part.node);
  return (number, share) => {
    if (share === 1) [known, told] = [4, "0.3 leave the store each week: 1, 0.7, 0.4, 0.1. In week 4 all that is there is used, and from week 5 on there is the delivery alone."];
    row.hidden = known > 2;
    row.firstChild.textContent = `Week ${known + 1} makes`;
    return [weeks(known, number), told];
  };
}, true);

function weeks(known, own) { // known: of how many weeks the output is known; own: what is said of week 4
  const [start, step, wide] = innerWidth < 700 ? [4, 100, 47] : [62, 112, 50];
  const up = (value) => 170 - value * 100;
  const bar = (x, from, to, look) => rect(x, up(to), wide, up(from) - up(to), { class: look });
  const say = (x, y, words, look) => text(x, y, words, { "text-anchor": "middle", class: look });
  const parts = [svg("path", { d: `M${start - 4} ${up(0)}h${4 * step}M${start - 4} ${up(0.8)}h${4 * step}`, class: "dr-rule" }), start > 9 ? text(52, up(0.8) + 5, "gases 0.8", { "text-anchor": "end" }) : ""];
  WEEKS.forEach(([stored, output], i) => {
    const x = start + i * step;
    parts.push(say(x + wide + 1, 190, `week ${i + 1}`, "dr-strong"));
    if (i > known) parts.push(rect(x, up(1.5), wide, 150, { class: "dr-unknown", rx: 4 }));
    else parts.push(bar(x, 0, stored, "dr-stored"), bar(x, stored, stored + 0.5, "dr-delivered"), say(x + wide / 2, stored < 0.2 ? up(stored) - 4 : up(stored / 2) + 5, stored, stored < 0.2 ? "dr-strong" : "dr-on-dark"), say(x + wide / 2, up(stored + (stored < 0.2 ? 0.4 : 0.25)) + 5, "+ 0.5", ""));
    const high = i === 3 && own >= 0 && own !== null ? Math.min(own, 1.5) : null;
    if (i < known) parts.push(bar(x + wide + 2, 0, output, "dr-output"), say(x + 1.5 * wide + 2, up(output) + 17, output, "dr-on-dark"));
    else parts.push(bar(x + wide + 2, 0, high ?? 0.8, high === null ? "dr-unknown" : "dr-own"), say(x + 1.5 * wide + 2, high === null ? up(0.4) : up(high) - 5, high === null ? "?" : "yours", "dr-ask"));
  });
  return drawing(`Bars. ${WEEKS.slice(0, known).map(([stored, output], i) => `week ${i + 1}: ${stored} in store, output ${output}`).join("; ")}.`, `${start > 9 ? -20 : 0} 8 ${start + 4 * step + (start > 9 ? 16 : -2)} 190`, ...parts, say(start + wide / 2, up(0.5) + 22, "store", "dr-on-dark"), say(start + 1.5 * wide + 2, up(0.8) + 34, "made", "dr-on-dark"));
}

// --- a slider that goes from step to step, as `picture` of schema.json says: bars that lie or stand, or a plant that is sold and moved -------

const inked = (look) => (/delivered|was|unknown/.test(look) ? "" : "dr-on-dark");
const middled = (x, y, words, look = "") => text(x, y, words, { "text-anchor": "middle", class: look });

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
  "tie output": "M-13 -1.3H-8.4a4.8 4.8 0 0 1 4.6 -3.5H-1.5L-2.6 -2.2H-3.8a2.2 2.2 0 1 0 0 4.4H-2.6L-4 4.8a4.8 4.8 0 0 1 -4.4 -3.5H-13ZM2.6 -1.6H4.4a2.2 2.2 0 0 1 1.4 4L4.2 5L6 7a4.8 4.8 0 0 0 3.6 -6H13V-1.6H9.2a4.8 4.8 0 0 0 -4.4 -2.8H1.4Z",
};
const middles = (from, to, size, first = Math.floor(from / size + 1e-6)) => Array.from({ length: Math.ceil(to / size - 1e-6) - first }, (_, i) => (first + i + 0.5) * size);
// A part of a bar, or the things that it is made of, each `wide` and `tall`: they stand in rows from the corner [left, bottom] on and end where the part ends.
function filled([look, thing], [x, y, width, height], [left, bottom], wide, tall) {
  if (!thing) return rect(x, y, width, height, { class: `dr-${look}` });
  const one = (cx, cy) => svg("path", { d: THINGS[`${thing} ${look}`] ?? THINGS[thing], class: `dr-${look}`, "fill-rule": "evenodd", transform: `translate(${cx} ${cy}) scale(${Math.min(wide, tall) / 21})` });
  const all = middles(x - left, x + width - left, wide).flatMap((cx) => middles(y - bottom, y + height - bottom, tall).map((cy) => one(left + cx, bottom + cy)));
  const made = svg("svg", { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` }, ...all);
  return Object.assign(made.style, { width: `${width}px`, height: `${height}px` }) && made;
}

function steps(mine, part, { slide, whole, each = whole / 10, flag, scale = [], steps: all, solved, as = "lying" }) {
  const room = innerWidth < 700 ? 380 : 560; // a bar as long as the whole is as wide as the card
  const things = [...all[0].rows, ...solved.rows].some(([, parts]) => parts.some(([, look]) => look.includes(" "))); // "stored coin": such a part is made of coins
  const [long, high, deep] = [(value) => (value * room) / whole, (all[0].rows.length > 4 ? 48 : 58) + (things ? 20 : 0), all[0].rows.length > 4 ? 20 : 30];
  const wide = room + Math.min(100, 20 + 10 * Math.max(...[...all, solved].flatMap(({ rows }) => rows.map((row) => (row[2] ?? "").length)))); // with words behind a bar
  const lying = (rows) => [rows.length * high + (scale.length && 18), ...scale.map((value) => middled(long(value), rows.length * high + 12, value)), ...rows.flatMap(([name, parts, then = ""], i) => {
    let x = 0;
    const [top, below] = [i * high + 20, things ? deep + 13 : deep / 2 + 5]; // the words stand under things, and on a bar
    const drawn = ([value, look, words = ""]) => (x += long(value), [filled(look.split(" "), [x - long(value), top, long(value), deep], [0, top], long(each), deep), middled(x - long(value) / 2, top + below, words, things ? "" : inked(look))]);
    return [text(0, i * high + 13, name), ...parts.flatMap(drawn), text(x + 8, top + deep / 2 + 5, then, { class: "dr-strong" })];
  })];
  const standing = (rows) => [things ? 254 : 218, ...rows.flatMap(([name, parts], i) => {
    const [each, up, base] = [room / rows.length, 180 / whole, things ? 208 : 190]; // the words stand below and above things, and on a bar
    let top = base;
    const drawn = ([value, look, words = ""], k) => (top -= value * up, [filled(look.split(" "), [i * each + 8, top, each - 16, value * up], [i * each + 8, base], (each - 16) / 4, 18), middled((i + 0.5) * each, things ? (k ? top - 7 : base + 20) : top + (value * up) / 2 + 5, words, things ? "dr-strong" : inked(look))]);
    return [middled((i + 0.5) * each, base + (things ? 40 : 20), name), ...parts.flatMap(drawn)];
  })];
  const made = { lying, standing, plant: (rows) => plant(rows, room / 2 - 10) }[as];
  let planted; // where somebody put a flag, which is no answer
  const board = slid(mine, part, slide, { min: 0, max: all.length - 1, step: 1, value: 0 }, (at) => {
    const { say, rows } = (mine.share === 1 && [solved, solved.before].find((one) => one?.at === at)) || all[at];
    const [tall, ...marks] = made(rows);
    const own = planted === undefined ? "" : svg("g", { transform: `translate(${long(planted)} 0)` }, svg("path", { d: "M0 52V4", class: "dr-limit" }), svg("path", { d: "M0 4H34L26 11L34 18H0Z", class: "dr-output" }));
    const told = planted === undefined ? "" : ` Your flag stands after ${planted} of ${whole}.`;
    return [drawing(`Bars of parts. ${rows.map(([name, parts]) => `${name}: ${parts.map(([value, , words = ""]) => `${words} ${value}`).join(", ")}`).join("; ")}.`, `-10 0 ${wide} ${tall}`, ...marks, own), say + told];
  }, solved.at);
  const plantHere = () => board.show((planted = all[board.slide.value].rows[0][1][0][0]));
  if (flag) board.figure.firstChild.after(h("button.dr-small.dr-flag", { type: "button", onclick: plantHere }, flag));
}

// Two countries, and a plant on the ground of the one under the flag of the other: the first row counts by its flag, the second by its ground.
function plant(rows, half) {
  const [flag, ground] = rows.map(([, [[, look]]]) => look);
  const countries = [["stored", "X", 0], ["output", "Y", half + 20]];
  const at = ground === "stored" ? half / 2 - 50 : half * 1.5 - 30;
  const built = svg("g", { class: "dr-plant" }, svg("path", { d: "M0 92V48l24 14V48l24 14V48l24 14V26h14V92Z", class: "dr-disc" }), svg("path", { d: "M79 26V4", class: "dr-rule" }), rect(79, 4, 44, 18, { class: `dr-${flag}` }), middled(101, 18, countries.find(([look]) => look === flag)[1], "dr-on-dark"));
  built.style.translate = `${at}px`;
  return [186, built, ...countries.flatMap(([look, name, x]) => [rect(x, 92, half, 22, { class: `dr-${look}`, rx: 4 }), middled(x + half / 2, 108, `country ${name}`, "dr-on-dark"), ...[["by firm", flag], ["by place", ground]].flatMap(([way, whose], i) => [text(x, 142 + i * 34, way), rect(x + 70, 124 + i * 34, half - 70, 26, { class: whose === look ? `dr-${look}` : "dr-unknown" }), middled(x + half / 2 + 35, 142 + i * 34, whose === look ? 100 : 0, whose === look ? "dr-on-dark" : "")])])];
}

// A chain: each row a link, filled as far as its leader's share and the second's; below it, until it is right, what its card was laid into.
const chain = (mine, part, { steps: [asked], solved }) => above(mine, part, (again) => {
  mine.card.addEventListener("change", () => again());
  const laid = (name) => [...part.node.querySelectorAll(".dr-row")].find((row) => row.querySelector("legend").textContent.includes(name))?.querySelector("input:checked + span")?.textContent;
  return (_, share) => {
    const { rows, say } = share === 1 ? solved : asked;
    const link = (parts) => h("div.dr-link", {}, ...parts.map(([value]) => h("i", { style: `width:${value}%` })));
    const links = rows.map(([name, parts, then = ""], _, __, guess = share !== 1 && laid(name)) => h("li", {}, link(parts), h("p", {}, name, h("b", {}, guess ? h("span", {}, `${guess}? `) : "", parts[0][2].replace(" %", "\u00a0%")), h("small", {}, then))));
    return [h("ol.dr-chain", {}, ...links), say];
  };
}, true);

// --- what a bin makes of a card, as `beside` of schema.json says: beside the card a lorry at a barrier, a slip, books, a record, a bar or two moves on a rail, on the bin a square with its sign ------

const sketched = (box) => ({ parts, says }) => [box, ...parts.map(([looks, d]) => svg("path", { d, class: looks.replace(/\w+/g, "dr-$&") })), says ? middled(76, 112, says, "dr-strong") : ""];
const scenes = {
  place: sketched("0 0 160 90"),
  alarm: sketched("0 0 152 120"),
  gate({ arm, says, back }, [load, from], { arm: was = 0 }, passed) {
    const bar = svg("path", { d: "M74 44H128", class: arm === undefined ? "dr-unknown" : "dr-arm" });
    const lorry = svg("g", { class: `dr-lorry ${passed || arm === undefined ? "" : back ? "dr-turned" : "dr-asked"}` }, rect(4, 34, 58, 26, { rx: 3, fill: from }), text(33, 52, load, { "text-anchor": "middle" }), ...[16, 50].map((cx) => svg("circle", { cx, cy: 62, r: 5 })));
    Object.entries({ "--dr-was": `${-was}deg`, rotate: `${-(passed ? 64 : arm ?? 0)}deg` }).forEach((style) => bar.style.setProperty(...style));
    if (passed) lorry.style.translate = "84px";
    return ["0 0 152 70", svg("path", { d: "M0 68H152", class: "dr-rule" }), rect(70, 40, 8, 28, { class: "dr-post" }), lorry, bar, passed ? text(2, 12, "“Licensed.”", { class: "dr-strong" }) : text(says ? 150 : 82, says ? 12 : 32, says ?? "?", { "text-anchor": "end", class: "dr-strong" })];
  },
  // The later move and the earlier one; an arc leads back where somebody calls it an answer: full by the one who moved, dashed by others.
  rail({ own, others, nobody }, [who, colour]) {
    const sign = (x, words, more) => [svg("path", { d: `M${x} 62V76`, class: "dr-rule" }), rect(x - 28, 46, 56, 18, { rx: 2, ...more }), middled(x, 59, words, more.class ? "" : "dr-on-flag")];
    const arc = (high, look) => svg("path", { d: `M122 44C112 ${high} 44 ${high} 32 42M32 42l1 -9M32 42l8 -4`, class: look });
    const said = [own && text(152, 2, own, { "text-anchor": "end", class: "dr-strong" }), others && text(0, 90, others, { class: "dr-strong" }), nobody && middled(76, 24, nobody, "dr-strong"), !own && !others && !nobody && middled(76, 40, "?", "dr-ask")];
    return ["0 -12 152 106", svg("path", { d: "M0 76H152", class: "dr-rule" }), others ? arc(own ? 6 : 18, "dr-unknown dr-arc") : "", own ? arc(24, "dr-own dr-arc") : "", ...sign(30, "another", { class: "dr-was" }), ...sign(122, who, { fill: colour }), ...said.filter(Boolean)];
  },
  // A rule, the night after it and a ban; each finding that is ticked lies where and when it happened.
  days: (_, __, ___, ____, found) => ["0 0 340 146", rect(128, 14, 48, 96, { class: "dr-night-of" }), svg("path", { d: "M158 24a8 8 0 1 0 6 13a9 9 0 0 1 -6 -13", class: "dr-moon" }), svg("path", { d: "M0 110H340M88 92V110M216 92V110", class: "dr-rule" }), rect(46, 72, 84, 22, { rx: 2, class: "dr-stored" }), middled(88, 87, "Y: new rule", "dr-on-dark"), rect(182, 72, 68, 22, { rx: 2, class: "dr-output" }), middled(216, 87, "X: ban", "dr-on-dark"), middled(88, 126, "first day"), middled(216, 126, "next day"), ...found.flatMap(({ x, y, words }) => [rect(x - 3.4 * words.length - 6, y - 14, 6.8 * words.length + 12, 20, { class: "dr-note-of", rx: 2 }), middled(x, y, words, "dr-strong")])],
  bar: ({ bar = 0, colour }, _, { bar: was = 0 }, right) => ["0 0 300 36", rect(1, 4, 298, 28, { rx: 3, class: "dr-unknown" }), ((part) => part.style.setProperty("--dr-was", was / bar) ?? part)(rect(1, 4, 298 * bar, 28, { rx: 3, fill: colour, class: "dr-grows" })), ...(!bar ? [middled(150, 23, "?", "dr-ask")] : right ? [text(bar > 0.2 ? 8 : 300 * bar + 6, 23, "Japan", { class: bar > 0.2 ? "dr-on-flag" : "" }), bar < 0.8 ? text(292, 23, "all others", { "text-anchor": "end" }) : ""] : [])],
  // The slip on a parcel, whose chosen line rings; books of law, of which one slides out; a record, as it stands, with a “may”, or struck out.
  slip: ({ mark }, [load, from]) => ["0 0 152 106", rect(2, 2, 104, 102, { class: "dr-note-of", rx: 2 }), rect(2, 2, 104, 24, { fill: from }), middled(54, 18, load, "dr-on-flag"), ...["good", "buyer", "use"].flatMap((words, i) => [rect(7, 31 + 24 * i, 94, 20, { class: i === mark ? "dr-light-of" : "dr-blank", rx: 2 }), text(12, 45 + 24 * i, words, { class: "dr-ink" }), svg("path", { d: `M${56} ${43 + 24 * i}h40`, class: "dr-ink-line" })]), svg("g", { class: mark === undefined ? "" : "dr-rings" }, svg("path", { d: "M130 32a15 15 0 0 1 15 15v15l6 9H109l6 -9V47a15 15 0 0 1 15 -15M123 75a7 7 0 0 0 14 0Z", class: mark === undefined ? "dr-was" : "dr-output" }))],
  books: ({ book }, [load, from]) => ["0 0 152 106", rect(28, 6, 70, 26, { rx: 3, fill: from }), middled(63, 23, load, "dr-on-flag"), ...["#1B4F9C", "#00694E", "#A3263B"].map((fill, i) => svg("g", { class: i === book ? "dr-slides" : "" }, rect(6, 34 + 23 * i, 114, 21, { rx: 3, fill }), rect(112, 37 + 23 * i, 8, 15, { class: "dr-pages" }), middled(60, 49 + 23 * i, ["EU", "member state", "US"][i], "dr-on-flag"))), svg("path", { d: "M0 104H152", class: "dr-rule" })],
  record: ({ said }) => ["0 0 152 76", rect(2, 2, 112, 72, { class: "dr-note-of", rx: 2 }), svg("path", { d: "M12 18H104M12 34H104M12 50H72", class: said === "may" ? "dr-ink-line dr-dashed" : "dr-ink-line" }), said === "cut" ? svg("path", { d: "M8 60L108 12M8 12L108 60", class: "dr-struck" }) : "", said ? text(92, 68, { yes: "✓", may: "may", cut: "✗" }[said], { "text-anchor": "middle", class: "dr-red" }) : middled(132, 42, "?", "dr-ask")],
  square: ({ sign, draw, colour }) => ["0 0 44 44", rect(2, 2, 40, 40, { fill: colour }), draw ? svg("path", { d: draw, class: "dr-sign" }) : text(22, 29, sign, { "text-anchor": "middle", class: "dr-sign" })],
};

// On the bins, where they are chosen and where cards are laid into them.
function onBins(part, scene, bins) {
  const drawn = (name, [box, ...parts] = scenes[scene](bins[name])) => h(`span.dr-picture.dr-on-bin.dr-of-${scene}`, { ariaHidden: "true" }, svg("svg", { viewBox: box }, ...parts));
  part.node.querySelectorAll(".dr-bin > input").forEach((input) => input.after(drawn(input.value)));
  part.boxes.forEach((box) => (box.html = `${drawn(box.key).outerHTML} ${box.html}`));
  part.draw();
}

function rows(mine, part, { scene, bins, loads = {}, told = "", tap = !["square", "place"].includes(scene) }, { rows: cards }) {
  if (tap && part.node.className === "dr-by-hand") part.node.querySelector(".dr-ways").click(); // a picture stands in each row
  if (["square", "place"].includes(scene)) return onBins(part, scene, bins);
  const [was, queue] = [[], h("p.dr-how", { role: "status" }, told)];
  const fields = cards ? [...part.node.querySelectorAll("fieldset.dr-row")] : [part.node]; // one for all options
  const places = fields.map((field) => field.insertAdjacentElement(cards ? "beforeend" : "afterbegin", h(`div.dr-picture.dr-beside.dr-of-${scene}`, { ariaHidden: "true" })));
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
      const [box, ...parts] = scenes[scene](now, loads[cards ? cards[i].key : "the only one"] ?? [], was[i]?.now ?? {}, passed, all);
      place.replaceChildren(svg("svg", { viewBox: box }, ...parts));
      was[i] = { key, now };
    });
  }
  part.node.addEventListener("change", draw);
  always(draw);
}

// --- what a table in a task's text says, drawn in it -------------------------------------------------------------------

// So many of a thing below a cell's words, in a row with room for more: first those of one look, then those of the other.
function inThings(cell, thing, looks, [first, all], room) {
  cell.append(svg("svg", { class: "dr-picture dr-things", viewBox: `0 0 ${20 * room} 24`, "aria-hidden": "true" }, rect(0, 21, 20 * first, 3, { class: `dr-${looks[0]}` }), ...[[0, first], [first, all]].map(([from, to], i) => filled([looks[i], thing], [20 * from, 0, 20 * (to - from), 20], [0, 0], 20, 20))));
}

// What a target needs, as ten machines in each of two cells.
function lacking({ card }) {
  card.querySelectorAll(".dr-tick-table tbody tr").forEach(({ cells }) => [cells[1], cells[2]].forEach((cell) => inThings(cell, "machine", ["output", "delivered"], [cell.textContent / 10, 10], 10)));
  card.querySelector(".dr-tick-table")?.append(h("p.dr-how", {}, "Of ten machines that the target needs, it lacks the orange ones."));
}

// What was paid in coins, 14 at most; those of the next column's part are of another colour.
function coins({ card }) {
  const table = card.querySelector(".dr-body table");
  const rows = [...(table?.tBodies[0].rows ?? [])].map(({ cells }) => [cells[1], ...[cells[1], cells[2]].map((cell) => Number(cell.textContent.replaceAll(",", "")))]);
  const most = Math.max(...rows.map(([, paid]) => paid));
  const each = [1, 2, 5].flatMap((first) => [0.1, 1, 10, 100].map((tens) => first * tens)).sort((a, b) => a - b).find((one) => most / one <= 14);
  for (const [cell, paid, part] of rows) inThings(cell, "coin", ["output", "stored"], [(paid * part) / each, paid / each], 14);
  table?.after(h("p.dr-how", {}, `A coin is ${counted(each, "million dollars", "million dollars")}. Orange: paid to China.`));
}

// A whole market below each row: the parts of the two columns, and of all others, who get a column of their own.
function split({ card }) {
  const [head, ...rows] = card.querySelectorAll(".dr-body table tr");
  head?.append(h("th", { scope: "col" }, "others, %"));
  for (const row of rows) {
    const two = [...row.cells].slice(1).map((cell) => Number(cell.textContent));
    const parts = [...two, 100 - two[0] - two[1]];
    row.append(h("td", {}, parts[2].toFixed(1)));
    row.after(h("tr", { ariaHidden: "true" }, h("td.dr-split", { colSpan: 4 }, ...parts.map((part) => Object.assign(h("i"), { style: `width:${part}%` })))));
  }
}

// --- the student's own plan as a row of the table that a task shows ------------------------

function plans(mine) {
  const page = mine.card.closest(".jp-Notebook") ?? document;
  const table = [...mine.card.querySelectorAll("table"), ...page.querySelectorAll("table")].find((one) => !one.closest(".dr-explorer, [hidden]") && /^\s*plan\s*cost\s*mean/.test(one.textContent));
  const own = table?.querySelector(".dr-own-row") ?? h("tr.dr-own-row");
  const draw = () => {
    const row = mine.plan()?.row ?? [];
    if (row.length) table?.tBodies[0].append(own);
    own.replaceChildren(...row.map((words, i) => h(i ? "td.dr-digits" : "th", {}, i ? words : `◆ ${words}`, i ? null : h("small", {}, "only to be seen"))));
    table?.querySelectorAll("tbody td").forEach((cell) => {
      const [loss, tip] = cell.textContent.split("±").map(Number);
      const at = (value) => `${(100 * value) / (cell.cellIndex > 2 ? 80 : 22)}%`; // a scale for each column, with room for a plan that buys nothing
      if (tip) Object.assign(cell, { className: "dr-digits" }).style.background = `linear-gradient(to right, rgb(90 150 200 / 30%) ${at(loss - tip)}, rgb(217 96 32 / 70%) 0 ${at(loss + tip)}, transparent 0) 0 100% / 100% 8px no-repeat`;
    });
  };
  always(draw);
}

const [specks, halves, years, filling] = [(mine, part) => above(mine, part, oneSquare), (mine, part) => above(mine, part, twoSquares, true), (mine, part) => strips(part, 2)(0.4), (mine, part) => above(mine, part, () => laid)];
export const pictures = { bar, chain, coins, halves, lacking, lines, machine, plans, promises, rows, ruler, sellers, sold, specks, split, steps, store, swing, times, wafer: filling, years };
