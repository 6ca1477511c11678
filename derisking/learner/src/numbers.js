// Numbers as people type and read them.

// A number as people type it, also with letters of full width; behind it nothing but its unit. null if it is none, or can be read
// in two ways. The rule is that of questions/kinds/numeric.py, and a test compares them.
const UNIT = "[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?";
const NUMBER = RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${UNIT}(?: ?(?:per |/ ?)${UNIT})?)?\\.?$`);
const folded = (text) => text.replace(/[！-～]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replaceAll("−", "-").replaceAll("。", ".").replaceAll("、", ",");

export function parseNumber(text) {
  const bare = folded(String(text)).trim().replace(/[\s_]+/g, " ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g, "$1");
  const [, found] = bare.match(NUMBER) ?? [];
  if (!found || /^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(found)) return null;
  const number = Number(found.replace(",", "."));
  return Number.isFinite(number) ? number : null;
}

// What to do about a text that parseNumber does not take. otherwise: the sentence for a text that looks like no number.
export function numberHelp(given, otherwise) {
  const text = folded(given.trim());
  const [, above, below] = (/[0-9]\s*[^ -~]/.test(text) ? text : text.normalize("NFKC")).match(/^([0-9]+)\s*[/⁄]\s*([0-9]+)$/) ?? [];
  if (Number(below)) return `“${text}” is ${Number((above / below).toPrecision(4))}. Write that, if you mean it.`;
  const [thousands] = text.match(/[0-9]+(?:,[0-9]{3})+/) ?? [];
  const ways = thousands && [thousands.replaceAll(",", ""), thousands.replace(",", ".")].filter((way) => !way.includes(","));
  if (ways) return `“${text}” can be read in two ways. Write ${ways.join(" or ")}.`;
  return otherwise;
}

export const points = (value) => String(Number(value.toFixed(2)));
export const tenths = (value) => points(Math.round(10 * value) / 10); // of points, for readers: what is counted and kept is finer
export const counted = (n, one, many) => `${n} ${n === 1 ? one : many}`;
