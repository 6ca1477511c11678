// What Sphinx's search says otherwise here, and what it shows of a page that it found: the places that say the word, each with a way
// there. For these it asks for the pages themselves, which a browser refuses in a folder that was opened without a server: there the
// list stays without them. Of a page on which one guesses only headings are told, since its text may hold what is still to be guessed.
const served = location.protocol !== "file:";
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = served;
Object.assign(Documentation.TRANSLATIONS, {
  "Search Results": "Results",
  "Search finished, found one page matching the search query.": ["Found on one page.", "Found on ${resultCount} pages."],
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
    "No page has all these words. Try one of them alone, in English.",
});
(() => {
  const MOST = 4; // places of a page
  const all = (selector, within) => [...within.querySelectorAll(selector)];
  const clean = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html").querySelector("article.dr-page");
  const node = (tag, name, ...children) => {
    const made = Object.assign(document.createElement(tag), { className: name });
    made.append(...children);
    return made;
  };

  // A text with what was searched for marked in it; words are stems.
  const stems = (words) => `(?<!\\p{L})(?:${[...words].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`;
  function marked(text, words) {
    return text.split(new RegExp(`(${stems(words)}[\\p{L}\\p{N}]*)`, "iu")).map((part, n) => (n % 2 ? node("mark", "", part) : part));
  }

  // Some hundred letters around the first of the words.
  function around(said, words) {
    const at = [...words].map((word) => said.toLowerCase().indexOf(word)).find((place) => place >= 0) ?? 0;
    const start = at < 90 ? 0 : said.lastIndexOf(" ", at - 70) + 1;
    const end = said.indexOf(" ", at + 120);
    return `${start ? "… " : ""}${said.slice(start, end < 0 ? undefined : end)}${end < 0 ? "" : " …"}`;
  }

  // The places of a page: { at: where in it, head, said }, the best first.
  function places(article, has, words, asked) {
    const named = (list, head) => list.sort((one, other) => has(other.querySelector(head)) - has(one.querySelector(head)));
    const terms = all(".dr-glossary > div", article).filter(has);
    if (terms.length) return named(terms, "dt").map((one) => ({ at: `#${one.id}`, head: clean(one.querySelector("dt > b")), said: clean(one.querySelector(".dr-is")) }));
    const sources = new Map(all(".dr-list > li", article).filter(has).map((one) => [one.dataset.key, one]));
    if (sources.size) return [...sources.values()].map((one) => ({ at: `#${one.closest("details").id}`, head: clean(one.querySelector("a")), said: clean(one.closest("ul").previousElementSibling) }));
    const tables = all(".dr-folds > details", article).filter(has);
    if (tables.length) return named(tables, "summary").map((one) => ({ at: `#${one.id}`, head: clean(one.querySelector("b")), said: has(one.querySelector("summary")) ? clean(one.querySelector("summary > span")) : around(clean(one), words) }));
    const sections = all("section section[id]", article).filter((one) => has(one) && !all("section", one).some(has));
    if (asked && !sections.length) return [{ at: "", head: "", said: "In a question, a picture or a goal of this page." }];
    if (article.querySelector(".dr-live")) return sections.map((one) => ({ at: `#${one.id}`, head: clean(one.querySelector("h2, h3")), said: "" }));
    return has(article) ? [{ at: "", head: "", said: around(clean(article), words) }] : [];
  }

  Search.makeSearchSummary = (text, words) => {
    const article = parsed(text);
    const start = new RegExp(stems(words), "iu");
    const has = (one) => start.test(one.textContent);
    const asked = article.querySelector(".dr-live") && has(article);
    for (const one of all("h1, script, style, pre, code, .dr-chart, .dr-static, .dr-said, .dr-data, .dr-aims, .dr-firsts, .dr-folds details details", article)) one.remove();
    for (const one of all("p, li, dt, dd, td, th, h2, h3, b, small, i", article)) one.append(" ");
    const found = places(article, has, words, asked);
    if (!found.length) return new Text("");
    const list = node("ul", "dr-hits", ...found.slice(0, MOST).map(({ at, head, said }) => {
      const way = node("a", "", ...marked(head, words));
      way.dataset.at = at;
      return node("li", "", ...(head ? [way, " "] : []), ...(said ? [node("span", "", ...marked(said, words))] : []));
    }));
    if (found.length > MOST) list.append(node("li", "dr-more", `and in ${found.length - MOST} more ${found.length - MOST > 1 ? "places" : "place"}`));
    queueMicrotask(() => {
      const page = list.parentElement.querySelector("a").href.split("#")[0];
      for (const way of all("a", list)) way.href = page + way.dataset.at;
      // What says most comes first; a word that is explained before all.
      list.parentElement.dataset.rank = page.endsWith("glossary.html") ? 99 : all("a", list).length;
      const rank = (one) => Number(one.dataset.rank ?? 0);
      for (const one of [...Search.output.children].sort((one, other) => rank(other) - rank(one))) Search.output.append(one);
    });
    return list;
  };

  // What a word means, above all that was found.
  async function meaning(asked) {
    const article = parsed(await (await fetch("glossary.html")).text());
    const stem = asked.toLowerCase().replace(/s$/, "");
    const names = (one) => [clean(one.querySelector("dt > b")).split(" (")[0], ...clean(one.querySelector("dt")).split(/[ ,;·]+/)].map((name) => name.toLowerCase());
    // How far a word is from what was asked: it is it, it ends or begins with it, it has it among its names.
    const far = (one) => {
      const [name, ...others] = names(one);
      const tests = [name === stem, name.endsWith(` ${stem}`), name.startsWith(stem), others.includes(stem)];
      return tests.includes(true) ? tests.indexOf(true) : 9;
    };
    const [best] = all(".dr-glossary > div", article).filter((one) => far(one) < 9).sort((one, other) => far(one) - far(other) || names(one)[0].length - names(other)[0].length);
    if (!best) return;
    const way = node("a", "", "In the glossary");
    way.href = `glossary.html#${best.id}`;
    const there = best.querySelector("dd a");
    document.getElementById("search-results").before(node("div", "dr-meaning", node("p", "", ...best.querySelector("dt").childNodes), node("p", "", clean(best.querySelector(".dr-is"))), node("p", "", way, " · ", there)));
  }
  const asked = new URLSearchParams(location.search).get("q")?.trim();
  if (asked && served) addEventListener("DOMContentLoaded", () => meaning(asked));
})();
