// What Python has and JavaScript has not, for the functions that derisking/explore/twin.py translates.
export const $ = {
  math: { ...Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name]])), pi: Math.PI, isfinite: Number.isFinite },
  true: (x) => (Array.isArray(x) ? x.length > 0 : x && typeof x === "object" ? Object.keys(x).length > 0 : Boolean(x)),
  and: (a, b) => ($.true(a) ? b() : a),
  or: (a, b) => ($.true(a) ? a : b()),
  each: (x) => (Array.isArray(x) ? x : typeof x === "string" ? [...x] : Object.keys(x)),
  has: (all, x) => (Array.isArray(all) || typeof all === "string" ? all.includes(x) : Object.hasOwn(all, x)),
  same: (a, b) => (Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((x, i) => $.same(x, b[i])) : a === b),
  len: (x) => $.each(x).length,
  list: (x) => [...$.each(x)],
  dict: (x) => ({ ...x }),
  bool: (x) => $.true(x),
  abs: Math.abs,
  int: (x) => Math.trunc(Number(x)),
  float: Number,
  str: (x) => $.format(x, ""),
  round: (x, digits = 0) => Number($.fixed(x, digits)),
  floordiv: (a, b) => Math.floor(a / b),
  mod: (a, b) => ((a % b) + b) % b,
  sum: (x) => $.each(x).reduce((a, b) => a + b, 0),
  any: (x) => $.each(x).some($.true),
  all: (x) => $.each(x).every($.true),
  range: (a, b, step = 1) => Array.from({ length: Math.max(0, Math.ceil(((b ?? a) - (b === undefined ? 0 : a)) / step)) }, (_, i) => (b === undefined ? 0 : a) + i * step),
  zip: (...all) => $.each(all[0]).slice(0, Math.min(...all.map((x) => x.length))).map((_, i) => all.map((x) => x[i])),
  enumerate: (x, start = 0) => $.each(x).map((value, i) => [i + start, value]),
  less: (a, b) => {
    if (!Array.isArray(a)) return a < b;
    const i = a.findIndex((value, at) => value !== b[at]);
    return i >= 0 && $.less(a[i], b[i]);
  },
  sorted(x, key = (value) => value, back = false) {
    const keyed = $.each(x).map((value) => [key(value), value]);
    const way = back ? -1 : 1;
    return keyed.sort(([a], [b]) => ($.less(a, b) ? -way : $.less(b, a) ? way : 0)).map(([, value]) => value);
  },
  minof: (x, key = (value) => value, other = undefined) => $.first(x, other, (a, b) => $.less(key(a), key(b))),
  maxof: (x, key = (value) => value, other = undefined) => $.first(x, other, (a, b) => $.less(key(b), key(a))),
  first(x, other, before) {
    const all = $.each(x);
    if (!all.length && other === undefined) throw new Error("min or max of nothing");
    return all.length ? all.reduce((best, value) => (before(value, best) ? value : best)) : other;
  },
  min: Math.min,
  max: Math.max,
  append: (list, x) => void list.push(x),
  extend: (list, x) => void list.push(...x),
  insert: (list, at, x) => void list.splice(at, 0, x),
  join: (glue, list) => list.join(glue),
  split: (text, at) => (at === undefined ? text.trim().split(/\s+/) : text.split(at)),
  get: (map, key, other = null) => (Object.hasOwn(map, key) ? map[key] : other),
  items: (map) => Object.entries(map),
  keys: (map) => Object.keys(map),
  values: (map) => Object.values(map),
  startswith: (text, start) => text.startsWith(start),
  replace: (text, a, b) => text.replaceAll(a, b),
  strip: (text, what = " ") => {
    let [from, to] = [0, text.length];
    while (from < to && what.includes(text[from])) from += 1;
    while (to > from && what.includes(text[to - 1])) to -= 1;
    return text.slice(from, to);
  },
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  repr: (x) => (typeof x === "string" ? `'${x}'` : String(x)),
  // Python rounds a tie to the even neighbour, toFixed away from zero. A tie is half a step, and 60 digits show whether it is one.
  fixed(x, digits) {
    const text = Math.abs(x).toFixed(digits);
    const steps = Math.abs(x) * 10 ** digits * 2;
    const rest = steps < 1e15 && steps % 2 === 1 ? Math.abs(x).toFixed(60).split(".")[1].slice(digits) : "";
    const even = /^50*$/.test(rest) && Number(text.at(-1)) % 2 === 1;
    const fair = even ? (Number(text) - 10 ** -digits).toFixed(digits) : text;
    return (x < 0 || Object.is(x, -0) ? "-" : "") + fair;
  },
  format(x, spec) {
    if (x === null) return "None";
    const found = /^([+]?)(0?)(,?)(?:\.(\d+))?([fd]?)$/.exec(spec);
    if (spec === "" || typeof x === "string") return String(x);
    if (!found) throw new Error(`no format ${spec}`);
    const [whole, part] = (Number.isFinite(x) ? $.fixed(x, Number(found[4] ?? 0)) : x > 0 ? "inf" : "-inf").split(".");
    const apart = found[3] ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") : whole;
    return (found[1] && !whole.startsWith("-") ? "+" : "") + apart + (part === undefined ? "" : `.${part}`);
  },
};
