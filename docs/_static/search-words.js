// What Sphinx's search says otherwise here, and what it shows of a page that it found: the places that say the word, each with a way
// there. For these it asks for the pages themselves, which a browser refuses in a folder that was opened without a server: there the
// list stays without them. Of a page on which one guesses no sentence with a figure is told, since it may be what is still to be guessed.
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
  const ASKED = "in a question or a picture";
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

  // How many of the words a place says.
  const held = (one, words) => [...words].filter((word) => new RegExp(stems([word]), "iu").test(one.textContent)).length;

  // The places of a page: { at: where in it, head, said, many: how many of the words it has }, the best first.
  function places(article, has, words, asked) {
    const sorted = (list, head) =>
      list.filter(has).sort((one, other) => held(other, words) - held(one, words) || (head && has(other.querySelector(head)) - has(one.querySelector(head))));
    const told = (list, head, of) => sorted(list, head).map((one) => ({ many: held(one, words), ...of(one) }));
    const terms = told(all(".dr-glossary > div", article), "dt", (one) => ({ at: `#${one.id}`, head: clean(one.querySelector("dt > b")), said: clean(one.querySelector(".dr-is")) }));
    if (terms.length) return terms;
    const own = new Map(all(".dr-list > li", article).map((one) => [one.dataset.key, one]));
    const sources = told([...own.values()], "", (one) => ({ at: `#${one.closest("details").id}`, head: clean(one.querySelector("a")), said: clean(one.closest("ul").previousElementSibling) }));
    if (sources.length) return sources;
    const tables = told(all(".dr-folds > details", article), "summary", (one) => ({ at: `#${one.id}`, head: clean(one.querySelector("b")), said: has(one.querySelector("summary")) ? clean(one.querySelector("summary > span")) : around(clean(one), words) }));
    if (tables.length) return tables;
    if (!asked.length) return has(article) ? [{ at: "", head: "", said: around(clean(article), words), many: held(article, words) }] : [];
    // a sentence that says the words and no figure, since figures are what one guesses; nor one of a model answer, which is folded
    const sentence = (one) => {
      const lines = all("p, li, td", one).filter((line) => !line.closest("details")).flatMap((line) => clean(line).split(/(?<=[.?!”]) /));
      const whole = lines.map((line) => new Text(line)).filter((line) => has(line) && !/\d/.test(line.data));
      return whole.length ? around(sorted(whole)[0].data, words) : "";
    };
    const sections = told(within(article).filter(has), "h2, h3", (one) => ({ at: `#${one.id}`, head: clean(one.querySelector("h2, h3")), said: sentence(one) }));
    return [...sections, ...asked.filter(({ at }) => !sections.some((one) => one.at === at))];
  }
  const within = (article) => all("section section[id]", article).filter((one) => !one.querySelector("section"));

  Search.makeSearchSummary = (text, words) => {
    const article = parsed(text);
    const start = new RegExp(stems(words), "iu");
    const has = (one) => start.test(one.textContent);
    for (const one of all(".dr-aims", article)) one.remove();
    const live = article.querySelector(".dr-live") ? within(article).filter(has) : [];
    const asked = live.map((one) => ({ at: `#${one.id}`, head: clean(one.querySelector("h2, h3")), said: ASKED, many: held(one, words) }));
    for (const one of all("h1, script, style, pre, code, .dr-chart, .dr-static, .dr-said, .dr-data, .dr-firsts, .dr-folds details details", article)) one.remove();
    for (const one of all("p, li, dt, dd, td, th, h2, h3, b, small, i", article)) one.append(" ");
    const found = places(article, has, words, asked);
    if (!found.length) return new Text("");
    const most = Math.max(...found.map((one) => one.many));
    const list = node("ul", "dr-hits", ...found.slice(0, MOST).map(({ at, head, said }) => {
      const way = node("a", "", ...marked(head, words));
      way.dataset.at = at;
      return node("li", "", ...(head ? [way, " "] : []), ...(said ? [node("span", said === ASKED ? "dr-more" : "", ...marked(said, words))] : []));
    }));
    if (found.length > MOST) list.append(node("li", "dr-more", `and in ${found.length - MOST} more ${found.length - MOST > 1 ? "places" : "place"}`));
    queueMicrotask(() => {
      const page = list.parentElement.querySelector("a").href.split("#")[0];
      for (const way of all("a", list)) way.href = page + way.dataset.at;
      // First the page with a place that has most of the words: an explanation, then what says most; a list of sources only says that it is there.
      const kind = { "glossary.html": 20, "sources.html": -20 }[page.split("/").at(-1)] ?? 0;
      list.parentElement.dataset.rank = 100 * most + kind + all("a", list).length;
      const rank = (one) => Number(one.dataset.rank ?? 0);
      const name = (one) => one.querySelector("a").textContent;
      for (const one of [...Search.output.children].sort((one, other) => rank(other) - rank(one) || name(one).localeCompare(name(other)))) Search.output.append(one);
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
  if (asked?.length > 1 && served) addEventListener("DOMContentLoaded", () => meaning(asked));
})();
