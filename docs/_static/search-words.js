// What is asked here, and what is shown of it: places of all pages, the best first, each with a way there. The pages themselves are asked
// for, which a browser refuses in a folder that was opened without a server: there Sphinx's own list comes, without places. Of a lesson
// dates and plain text are told, with a box for each figure, and nothing of what answers a guess, is taken away or disputed at the end: it
// may be what is still to be guessed. Where a word stands only there, the place says what it is about, and where in it the word comes.
// "derisking" is asked for as "de-risking", and "3nm" as "3 nm".
{
  const typed = new URLSearchParams(location.search).get("q") ?? "";
  const read = typed.replace(/\bde ?risk/gi, "de-risk").replace(/(\d)(?=(?:[nmk]m|GW|MW|kWh|kg|bn)\b)/gi, "$1 ");
  if (read !== typed) history.replaceState(null, "", `?q=${encodeURIComponent(read)}`);
}
const served = location.protocol !== "file:";
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
Object.assign(Documentation.TRANSLATIONS, {
  "Search Results": "Results",
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "No page has these words. Try others, in English.",
  "Search finished, found one page matching the search query.": ["Found on one page.", "Found on ${resultCount} pages."],
});
(() => {
  const [FIRST, MORE] = [8, 20]; // hits that are shown at first, and then at a time
  const typed = (new URLSearchParams(location.search).get("q") ?? "").trim();
  let wished = typed.split(/[\s_/]+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, "")).filter(Boolean);
  const all = (selector, within) => [...within.querySelectorAll(selector)];
  const clean = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const parsed = (text) => {
    const article = new DOMParser().parseFromString(text, "text/html").querySelector("article.dr-page");
    for (const one of all(".dr-said, .dr-aims", article)) one.remove(); // what a word means, and what is to be learnt
    for (const one of all("section section section[id]", article).reverse()) one.parentElement.closest("section").after(one); // a part of a section is one beside it
    return article;
  };
  const node = (tag, name, ...children) => {
    const made = Object.assign(document.createElement(tag), { className: name });
    made.append(...children);
    return made;
  };
  const to = (href, words) => Object.assign(node("a", "", words), { href });

  // --- words ---------------------------------------------------------------------------------------------------------

  // How a word is written on a page, from its stem; one of fewer than five letters begins no other word: "exam" is not in "example".
  function ending(stem) {
    if (/^\d+%$/.test(stem)) return stem.replace("%", "\\s?(?:%|per cent)");
    if (Object.keys(firms).some((name) => name.toLowerCase() === stem && firms[name].dataset.kind !== "state")) return `${stem}(?!\\p{L})`;
    if (stem.length > 4) return /[ei]$/.test(stem) ? `${stem.slice(0, -1)}[eiy](?!um)\\p{L}*` : `${stem}(?!ium)\\p{L}*`; // germanium is not German
    if (stem.length === 4 && stem.endsWith("e")) return `${stem.slice(0, -1)}(?:e[sdr]?s?|ing)(?!\\p{L})`;
    if (stem.length === 4 && stem.endsWith("i")) return `${stem.slice(0, -1)}(?:i|y|ies)(?!\\p{L})`;
    return `${stem}(?:y|e?s|ies|e|${stem.slice(-1)}?ed|${stem.slice(-1)}?ing)?(?!\\p{L})`;
  }
  // Firms, persons and states are no terms of the glossary: the page has a line on each, with its source and its lesson.
  const firms = Object.fromEntries(all(".dr-firms > li", document).map((one) => [clean(one.querySelector("b")), one]));
  const plain = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const stems = (words) => `(?<![\\p{L}\\d]|\\d[.,])(?:${[...words].map((word) => word.split(/[ -]/).map((part) => ending(plain(part))).join("[\\s-]+")).join("|")})`;
  const stemmer = new Stemmer();
  const rooted = (text) => text.toLowerCase().split(/[\s-]+/).map((word) => stemmer.stemWord(word)).join(" ");
  const regular = (words) => new RegExp(stems(words.map(rooted)), "iu");
  // Words that ask for the same thing, the nearest first: a word that is asked for alone takes those of its first line only.
  const families = all(".dr-families > li", document).map((one) => clean(one).split(" "));
  const inShort = {}; // EUV, for extreme ultraviolet
  // What is looked for: a word or a name of several; is: how it is written, also in short; like: what says the same; near: its last word.
  const unit = (name, _, { length }) => {
    const own = families.filter((family) => family.some((word) => rooted(word) === rooted(name))).slice(0, length > 1 ? 9 : 1).flat();
    const last = / \p{Ll}/u.test(name) && !/^\d/.test(name) ? name.split(" ").slice(-1) : []; // "licence" for "export licence"
    const [near, called] = [last.length && regular(last), [name, ...(inShort[rooted(name)] ?? [])]];
    return { name, is: regular(called), like: regular([...called, ...own, ...(length > 1 ? last : [])]), near, rare: 1 };
  };
  const has = (one, units) => units.some(({ like }) => like.test(one.textContent ?? one.data));
  function marked(text, units) {
    if (!units.length) return [text];
    const one = units.map(({ like }) => like.source).join("|");
    return text.split(new RegExp(`((?:${one})(?:[\\s-]+(?:${one}))*)`, "iu")).map((part, n) => (n % 2 ? node("mark", "", part) : part));
  }
  // Some hundred letters around the first of the words.
  function around(said, units) {
    const at = units.flatMap(({ is, like }) => [said.search(is), said.search(like)]).find((place) => place >= 0) ?? 0;
    if (said.length < 230) return said;
    const start = at < 90 ? 0 : said.lastIndexOf(" ", at - 70) + 1;
    const end = said.indexOf(" ", at + 120);
    return `${start ? "… " : ""}${said.slice(start, end < 0 ? undefined : end)}${end < 0 ? "" : " …"}`;
  }

  // --- what may be told ----------------------------------------------------------------------------------------------

  const ends = (section) => ENDS.test(clean(section.querySelector("h2, h3") ?? new Text("")));
  const open = (article) => all("section section[id]", article).filter((one) => !ends(one));
  const MONTH = /(\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}/g;
  const ENDS = /afterwards|take away|disputed|discuss|at home|optional/i;
  // What a section says at its beginning of a guess of the one before.
  const ANSWERS = /^(JSR makes no|In our ledger it|On average the stockpile|The measure is right|The record says)/;
  const POINTS = /^(And|Both|But|He|Here|Its?|Of them|One|Others?|She|So|Some|Such|That|Their|Then|There|These|They|This|Those) |\b(do so|such|the same)\b/;
  const sentences = (lines) => lines.flatMap((line) => (line.matches("tr") ? all("th, td", line).map(clean).filter((cell, n, cells) => /\p{L}/u.test(cell) && cell !== "a number" && !cells.slice(0, n).some((other) => other.includes(cell))).join(" · ") : clean(line)).split(/(?<=[.?!]”?) /).map((said, n, all) => Object.assign(new Text(said), { before: n && !ANSWERS.test(all[n - 1]) && (said.length < 50 || POINTS.test(said)) ? `${all[n - 1]} ` : "" }))); // it needs what it goes on from
  const told_ = new RegExp(`${MONTH.source}|(?<!\\d)(?:19|20)\\d\\d(?:-\\d\\d-\\d\\d)?(?!\\d)|(?<!\\d)\\d+\\snm\\b`, "g");
  const figure = { test: (line) => /(?<![\p{L}\d])\d(?:[\d.,]*\d)?(?![\p{L}\d])/u.test(line.replace(told_, "")) }; // it may be what is still to be guessed; a date or a year may be told, and what is a name, such as 5G or 3 nm
  const blank = (line) => line.replace(new RegExp(`${told_.source}|(?<![\\p{L}\\d])\\d(?:[\\d.,]*\\d)?(?![\\p{L}\\d])`, "gu"), (hit, ...more) => (hit.match(told_) || wished.some((word) => word.replace("%", "") === hit) || /(?:article|card|lesson|plan|sentence|step|task) $/i.test(line.slice(0, more.at(-2))) ? hit : "▢"));
  // What an address may say of it: the part without figures that has the word, or the longest.
  const part = (line, units) => {
    const parts = figure.test(line) ? line.split(/\s*\S*\d\S*\s*/).sort((one, other) => other.length - one.length) : [line];
    return parts.find((one) => units.some(({ like }) => like.test(one))) ?? parts[0];
  };
  // What a section says after a guess, and would answer it.
  const SPOILS = /^(Say with care|A list of this kind|Counted by number|The work runs|Here Europe is|Four others|In HANAMI|Q-NEKO|Two projects|On cybersecurity|Is Korea ahead)/;
  // What a section tells before one has guessed in it; of a lesson also its plain text afterwards.
  function telling(section, lines) {
    const guess = section.querySelector(".dr-live");
    const before = (line) => !guess || line.compareDocumentPosition(guess) & Node.DOCUMENT_POSITION_FOLLOWING;
    const open = all(lines ?? "p, li, tr:has(td)", section).filter((line) => !line.closest("details, .dr-static") && !(line.matches("tr") && (!before(line) || figure.test(clean(line)))));
    const after = lines ? [] : sentences(open.filter((line) => !before(line) && !line.closest("figure") && !/[;,:]$/.test(clean(line)) && !SPOILS.test(clean(line))));
    return [...sentences(open.filter(before)), ...after.map((said) => Object.assign(said, { later: true }))].filter(({ data }) => !ANSWERS.test(data));
  }
  // The questions of a section; what explains them is folded, and no picture is told of.
  const asking = (section) => all(".dr-static", section).filter((one) => !one.querySelector("figure")).flatMap((one) => sentences(all("p, legend", one).filter((line) => !line.closest("details"))).filter(({ data }) => data.endsWith("?")).slice(0, 1).map((said) => Object.assign(said, { place: one.parentElement.classList[1] })));
  // What a card asks that has a word, with what leads to the question, and how the card is called; a picture's question counts too.
  function asks(section, units) {
    const card = all(".cell .dr-live", section).find((one) => has(one, units));
    const line = card && (card.querySelector(".dr-ask") ?? all("p, legend", card).find((one) => clean(one).endsWith("?")));
    return line && Object.assign(new Text(sentences([line]).map(({ data }) => data).slice(-2).join(" ")), { place: card.classList[1] });
  }
  // What a section is about, for where a word may not be told: how it begins, or what it asks.
  function opening(section) {
    const [first, second] = telling(section, "p").map(({ data }) => data);
    return first ? `${first} ${(first.length < 50 && second) || ""}`.trim() : (asking(section)[0]?.data ?? "");
  }
  // What an address says of a sentence, so that a browser marks it there: its first words and its last. A word or two may stand above it as well.
  const mark = (sentence = "") => {
    const [text, plain] = [sentence.trim().split(" "), (some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D")];
    return "fragmentDirective" in document && text.length > 3 && !sentence.includes(" · ") ? `:~:text=${text.length > 9 ? `${plain(text.slice(0, 4))},${plain(text.slice(-4))}` : plain(text)}` : "";
  };

  Search.tellable = (text) => open(parsed(text)).flatMap((one) => [...telling(one), ...asking(one)]).map(({ data }) => blank(data)); // for a test

  // --- the places of a page ------------------------------------------------------------------------------------------

  const READ = { "The text itself": "We read the text itself.", "The text, in a copy": "We read the text in a copy.", "Told by others": "We know it from what others report.", "Known from reports only": "We know it from what others report.", "Computed here": "We computed it." };
  // Each { kind, at: where in the page, head, lines: what may be told, whole: all its words, node, title: of the page, about: what a table asks }.
  function places(article, title) {
    for (const one of all("script, style, pre, code, .dr-cite, .dr-firsts, .dr-glossary dd a", article)) one.remove();
    for (const one of all("p, li, dt, dd, td, th, h2, h3, legend, summary, summary b", article)) one.append(" ");
    const of = (kind) => (one, head, lines) => ({ kind, at: one.id && `#${one.id}`, head: clean(head), lines, whole: clean(one), node: one, title, about: clean(one.querySelector("summary > span") ?? new Text("")) });
    const terms = all(".dr-glossary > div", article).map((one) => of("term")(one, new Text([...one.querySelector("dt").childNodes].filter((name) => !name.matches?.(".dr-dutch")).map((name) => name.textContent).join("")), sentences([one.querySelector(".dr-is")])));
    const listed = all(".dr-list > li[data-key]", article);
    const once = listed.filter((one) => listed.find(({ dataset }) => dataset.key === one.dataset.key) === one); // it stands with each lesson that uses it
    const sources = once.map((one) => ({ ...of("source")(one, one.querySelector("a"), [Object.assign(new Text(READ[clean(one.closest("ul").previousElementSibling.querySelector("b")).replace(".", "")] ?? ""), { before: "" })]), at: `#${one.closest("details").id}` }));
    const tables = all(".dr-folds > details", article).filter((one) => !/^(glossary|countries)$/.test(one.id) && !one.querySelector(".dr-list")).map((one) => of("table")(one, one.querySelector("summary > b"), sentences([one.querySelector("summary > span"), ...all("p, tr:has(td)", one).filter((line) => !line.closest("details details"))].filter(Boolean))));
    if (terms.length + sources.length + tables.length) return [...terms, ...sources, ...tables];
    if (!article.querySelector(".dr-live")) return [of("page")(article, article.querySelector("h1"), sentences(all("p, li", article)))].map((one) => ({ ...one, at: "" }));
    const exercise = title.startsWith("Exercise"); // the tables of which say how it is marked
    return all("section section[id]", article).map((one) => ({ ...of("section")(one, one.querySelector("h2, h3"), ends(one) ? [] : [...telling(one, exercise ? "p, li" : undefined), ...asking(one).filter(({ data }) => data !== clean(one.querySelector("h2, h3")))]), about: ends(one) ? "" : opening(one) }));
  }
  // All pages, read once: { file, title, places }; lost: those that could not be read.
  async function library() {
    const { docnames, titles } = Search._index;
    const pages = docnames.map(async (name, n) => {
      const file = `${name}.html`;
      const text = await fetch(file).then((page) => (page.ok ? page.text() : ""), () => "");
      const asks = all(".dr-questions > li", document).find((one) => one.firstElementChild.getAttribute("href") === file);
      const itself = asks ? [{ kind: "section", at: "", head: titles[n], lines: sentences([asks.querySelector("b")]), whole: clean(asks), node: asks, title: titles[n], about: clean(asks.querySelector("b")) }] : [];
      return { file, title: titles[n], lost: !text, places: text ? [...itself, ...places(parsed(text), titles[n])] : [] };
    });
    const known = Object.entries(firms).map(([name, one]) => ({ kind: "firm", at: `?q=${encodeURIComponent(name)}`, head: name, lines: sentences([one.children[1]]), whole: `${name} ${clean(one.children[1])}`, node: one, title: "Who is who", about: "" }));
    return [...(await Promise.all(pages)), { file: "search.html", title: "Who is who", places: known }];
  }

  // --- finding -------------------------------------------------------------------------------------------------------

  const NAMES = () => [...Object.keys(firms), ...families.flat().filter((word) => /^\p{Lu}/u.test(word))].map((name) => name.toLowerCase());
  const KINDS = { section: 1, term: 0.6, firm: 0.9, table: 0.6, source: 0.2, page: 0.6 };
  // How well a line of a place fits: a rare word weighs more, and one that the heading has too. shown: the words that can be seen there.
  function fit(place, line, units) {
    const says = (text) => ({ is, like }) => (is.test(text) ? 1 : like.test(text) ? 0.7 : 0);
    const seen = (one) => says(line.data)(one) + 0.5 * says(place.head)(one);
    const near = units.some(seen);
    const shown = units.filter((one) => seen(one) || (near && says(place.title)(one)));
    const sum = units.reduce((sum, one) => sum + one.rare * (seen(one) || 0.4 * (near && says(place.title)(one)) || 0.1 * says(place.whole)(one)), 0);
    const itself = place.kind === "term" && units.some(({ name }) => rooted(place.head) === rooted(name));
    const kind = itself ? 2.5 : /^(All n|N)umbers /.test(place.head) ? 0.2 : /^What do you remember/.test(place.head) ? 0.6 : place.kind === "table" && !has(new Text(`${place.head} ${place.about}`), units) ? 0.35 : place.kind === "table" && units.length > 1 ? 0.8 : KINDS[place.kind];
    return { place, line, shown, sum: sum * kind * (figure.test(line.data) ? 0.9 : 1) * (line.data.length > 170 ? 0.8 : 1) * (line.later || line.place ? 0.7 : line === place.lines[0] ? 1.15 : 1) };
  }
  // Of one word the places that have it as it is asked, and not only what says the same; alone it takes those too, if it has few of its own.
  function exactly({ is }, found, units) {
    const own = found.filter(({ place, line }) => is.test(`${place.head} ${line.data}`));
    return own.filter(({ place }) => place.kind !== "source").length > (units.length > 1 ? 0 : 2) ? own : found;
  }
  const EMPTY = Object.assign(new Text(""), { before: "" });
  const most = (list) => list.reduce((best, one) => (best && best.sum >= one.sum ? best : one), undefined);
  // What fits, a place once: { place, page, line, shown: the words its line has, there: those that it has where they may not be told, sum }.
  function fitting(pages, units, card, home) {
    const every = pages.flatMap((page) => page.places.map((place) => ({ page, place }))).filter(({ place }) => place.at !== card); // it stands above
    const [itself, lesson] = [units.map((one) => ({ ...one })), home.split("#")[0]];
    if (units.length === 1 && units[0].near) units[0].like = new RegExp(`${units[0].like.source}|${units[0].near.source}`, "iu"); // "controls", for "export control", in its lesson
    const of = (page) => (lesson && page.file.endsWith(lesson) ? units : itself);
    for (const one of [...units, ...itself]) one.rare = Math.log(1 + every.length / (1 + every.filter(({ place }) => one.is.test(place.whole)).length)) * (/^\d+$/.test(one.name) ? 0.3 : NAMES().includes(one.name.toLowerCase()) ? 3 : 1); // a year says little, a name much
    const keeps = (place) => ["section", "table"].includes(place.kind) && !/all sources/.test(place.head);
    const belongs = (page, place) => units.length === 1 && page.file + place.at === home;
    return every.filter(({ page, place }) => has(new Text(/^All numbers/.test(place.head) ? place.lines.map(({ data }) => data).join(" ") : place.whole), of(page)) || belongs(page, place)).map(({ page, place }) => {
      const best = most((place.lines.length || ends(place.node) ? place.lines : [EMPTY]).map((line) => fit(place, line, of(page)))) ?? { place, shown: [], sum: 0 };
      best.shown = units.filter(({ name }) => best.shown.some((one) => one.name === name));
      const there = keeps(place) ? units.filter((one) => !best.shown.includes(one) && one.is.test(place.whole)) : [];
      const all = best.shown.length === units.length;
      const untold = there.reduce((sum, one) => sum + one.rare, 0) * (place.kind === "section" && !ends(place.node) ? 0.35 : 0.15);
      if (belongs(page, place) && !all && !there.length) return { ...best, page, there, belongs: true, sum: 0.6 * units[0].rare };
      return { ...best, page, there, sum: all ? best.sum : best.sum * (best.shown.length + there.length === units.length ? 0.5 : 0.3) + untold };
    });
  }
  // The best first; then those that say nothing of it before a guess, before the sources of a single word. Places that lack a word come where few have all.
  function ordered(fitting, units, bonus) {
    const fits = fitting.map((one) => ({ ...one, sum: one.sum * (bonus[one.page.file] ?? 1) * (one.page.title.startsWith("Exercise") ? 0.8 : 1) }));
    const needed = !fits.some(({ page, shown, there }) => /^\d/.test(page.title) && shown.length + there.length); // no lesson has the word: where it belongs
    const full = fits.filter((one) => needed || !one.belongs).filter(({ shown, there, belongs }) => belongs || shown.length + there.length === units.length);
    const [told, held] = [true, false].map((is) => full.filter(({ there, shown }) => (shown.length > 0 && !there.length) === is));
    const enough = told.filter(({ place }) => place.kind !== "source").length > 2 || full.length > 5;
    const lacking = fits.filter((one) => one.shown.length && !full.includes(one));
    const least = lacking.some(({ shown }) => shown.length === units.length - 1) && units.length > 2 ? units.length - 1 : 1;
    const some = enough ? [] : lacking.filter(({ shown }) => shown.length >= least);
    const exact = (found) => units.flatMap((unit) => exactly(unit, found.filter(({ shown }) => shown.length === 1 && shown[0] === unit), units));
    const kept = (found) => [...found.filter(({ shown }) => shown.length !== 1), ...exact(found)];
    const source = ({ place }) => place.kind === "source";
    const alone = units.length === 1;
    const row = ({ place }) => alone && place.kind === "table" && !has(new Text(`${place.head} ${place.about}`), units); // only in one of its rows
    const sources = mixed(kept(told).filter(source));
    const at_home = ({ place, page }) => alone && place.about && bonus[page.file];
    const line = (one) => !source(one) && !row(one) && (one.shown.length || at_home(one));
    const [before, partly] = alone ? [mixed([...kept(told), ...held].filter(line)), []] : [mixed(kept(told).filter(line)), mixed(held.filter(line))]; // what says all comes first
    const silent = mixed([...held, ...kept(told).filter(row)].filter((one) => (!one.shown.length || row(one)) && !at_home(one)));
    return [...before, ...(alone ? [] : sources), ...partly, ...mixed(kept(some)).slice(0, 12), ...silent.filter(({ shown }) => shown.length), ...(alone ? sources : []), ...silent.filter(({ shown }) => !shown.length)];
  }
  // The best first, where each further place of a page, and each with the same words, has to be better than others.
  function mixed(found) {
    const left = [...found];
    const before = [];
    const now = (one) => one.sum * 0.8 ** before.filter(({ page }) => page === one.page).length * 0.85 ** before.filter(({ shown }) => `${shown.map(({ name }) => name)}` === `${one.shown.map(({ name }) => name)}`).length;
    while (left.length) before.push(...left.splice(left.indexOf(left.reduce((best, one) => (now(one) > now(best) ? one : best))), 1));
    return before;
  }

  // --- showing -------------------------------------------------------------------------------------------------------

  const several = (many, word) => `${many} ${word}${many > 1 ? "s" : ""}`;
  // Where a place has the words that may not be told.
  function where({ node: section, kind }, units) {
    if (kind === "table") return "in its notes";
    const live = all(".cell:has(.dr-live)", section).find((one) => has(one, units));
    if (!live) return ends(section) ? "at its end" : "further down";
    return all("figure, .dr-model", live).some((one) => has(one, units)) ? "in its picture" : "in the answer, once you have tried";
  }
  const bold = (units) => units.flatMap(({ name }, n) => [!n ? "" : n < units.length - 1 ? ", " : " and ", node("b", "", `“${name}”`)]);
  // What kind of page it is: a lesson's picture, a table's bars, a sign for others.
  function tile({ file, title }, { kind, node: own }) {
    const bars = kind === "table" && own.querySelector("summary svg:has(:nth-child(2))")?.cloneNode(true);
    const drawn = /^\d/.test(title) && Object.assign(node("img", ""), { src: `_images/${file.replace(".html", ".svg")}`, alt: "", loading: "lazy" });
    const sign = /^Exercise (\d)/.exec(title)?.[1];
    const made = node("span", `dr-sign dr-sign-${kind}`, bars || drawn || (sign ? `✎ ${sign}` : { term: "Aa", firm: title && "Who", source: "“ ”", table: "▦" }[kind] ?? "¶"));
    made.setAttribute("aria-hidden", "true");
    return made;
  }
  const earliest = (page, units) => page.places.find(({ whole }) => units[0].is.test(whole))?.whole; // a browser marks a word where it comes first
  function item({ page, place, line, shown, there, belongs }, units) {
    const held = !shown.length && there.length && place.kind === "section" ? asks(place.node, there) : undefined;
    const lesson = place.kind === "section" && !place.at; // as a whole: its question says it
    const way = node("a", "", ...marked(lesson ? place.about : place.head || page.title, units));
    const hidden = place.kind === "term" ? (said) => said : blank; // what a word means is no secret
    const text = line && hidden(around((place.kind === "table" ? "" : line.before) + line.data, units));
    const said = lesson ? "" : held ? `You are asked: ${blank(held.data)}` : !shown.length ? hidden(place.about) : line.place ? `You are asked: ${text}` : place.kind === "table" && !place.about.includes(line.data) ? `${place.about} In it: ${text.replace(/^[·\s]+/, "")}` : text;
    const other = shown.filter(({ name, is, like }) => !/^\p{Lu}/u.test(name) && like.test(said) && !is.test(`${place.head} ${said}`) && !has(new Text(said), [{ like: regular(name.split(" ")) }]) && !said.toLowerCase().includes(name.toLowerCase().slice(0, 4)));
    const lacks = belongs ? [] : units.filter((one) => !shown.includes(one) && !there.includes(one));
    way.href = page.file + place.at + (place.kind === "source" ? mark(place.head) : shown.length && place.at.startsWith("#") ? mark(part(line.data.trim(), units)) : "");
    way.addEventListener("click", () => (window.name = (held ?? line)?.place ?? "")); // start.js outlines it there
    const notes = [
      ...(there.length ? [node("p", "dr-untold", ...bold(there), ` come${there.length > 1 ? "" : "s"} ${where(place, there)}.`)] : []),
      ...(belongs && !shown.length && !there.length ? [node("p", "dr-untold", "The word belongs here.")] : []),
      ...(other.length ? [node("p", "dr-untold", "For ", ...bold(other), " it says ", node("i", "", other.map(({ like }) => like.exec(said)[0]).join(", ")))] : []),
      ...(lacks.length ? [node("p", "dr-untold", "Without ", ...bold(lacks))] : []),
    ];
    if (!shown.length && !belongs) { // in the group: a line with what is asked there
      const asked = held ? held.data : place.about;
      const [of, comes] = [page.title.replace(/^(\d).*/, "Lesson $1").replace(/:.*/, ""), where(place, there).replace(/,.*/, "")];
      if (/^(further|at its)/.test(comes) && place.whole === earliest(page, there)) way.href += `:~:text=${encodeURIComponent(there[0].is.exec(place.whole)[0])}`;
      return node("li", "", way, " ", node("span", "", `${of} · ${comes}`), ...(asked ? [node("span", "dr-asked-there", blank(asked))] : []));
    }
    return node("li", "", tile(page, place), node("p", "dr-page-of", page.title.replace(/^(?=\d)/, "Lesson ")), way, ...(said ? [node("p", "", ...marked(said, units))] : []), ...notes);
  }
  const SORTS = [["All", /^/], ["Lessons", /^\d/], ["Exercises", /^Exercise \d/], ["Words", /^(Glossary|Who)/], ["Tables", /^Tables/], ["Sources", /^Sources/]];
  // The hits as one list, the first ones open; those whose line may not be told in a group; a button for each sort of page there is.
  function show(found, units) {
    const items = found.map((one) => ({ ...one, made: item(one, units) }));
    const more = Object.assign(node("button", "dr-others"), { type: "button" });
    const quiet = node("ul", "dr-rest");
    const head = node("h3", "");
    const others = Object.assign(node("button", "dr-others"), { type: "button" });
    const group = node("section", "dr-group", head, quiet, others);
    const open = (told, many) => {
      Search.output.replaceChildren(...told.slice(0, many));
      more.hidden = told.length <= many;
      more.textContent = `Show ${Math.min(MORE, told.length - many)} more`;
      more.onclick = () => {
        open(told, many + MORE);
        Search.output.children[many].querySelector("a").focus();
      };
    };
    const first = (own) => {
      const [told, rest] = [true, false].map((is) => own.filter(({ shown, belongs }) => !!(shown.length || belongs) === is).map(({ made }) => made));
      open(told, told.length > FIRST + 2 ? FIRST : told.length);
      quiet.replaceChildren(...rest.slice(0, 6));
      others.hidden = rest.length < 7;
      others.textContent = `Show ${rest.length - 6} more`;
      others.onclick = () => {
        others.hidden = true;
        quiet.append(...rest.slice(6));
        rest[6].querySelector("a").focus();
      };
      group.hidden = !rest.length;
      head.replaceChildren("Further down, in pictures, or in answers once you have tried");
    };
    const sorts = SORTS.map(([name, is]) => [name, items.filter(({ page }) => is.test(page.title))]).filter(([, own]) => own.length);
    const buttons = sorts.map(([name, own]) => {
      const button = Object.assign(node("button", "", `${name} `, node("span", "", own.length)), { type: "button" });
      button.addEventListener("click", () => {
        for (const one of buttons) one.setAttribute("aria-pressed", one === button);
        first(own);
        history.replaceState(null, "", name === "All" ? location.search : `#${name.toLowerCase()}`);
      });
      button.setAttribute("aria-pressed", name === "All");
      return button;
    });
    first(items);
    if (sorts.length > 2 && items.length > 4) Search.output.before(node("div", "dr-kinds-of", ...buttons));
    buttons.find((_, n) => n && `#${sorts[n][0].toLowerCase()}` === location.hash)?.click(); // on the way back
    Search.output.after(more);
    const lines = items.filter(({ shown, belongs }) => shown.length || belongs);
    if (lines.length && lines.every(({ place }) => place.kind === "source")) Search.output.before(group); // lessons before sources
    else more.after(group);
  }
  // What is said of all that was found, in a sentence.
  function summed(pages, units, found, card) {
    const say = found.filter(({ shown }) => shown.length === units.length).length;
    const held = found.filter(({ shown, there, belongs }) => belongs || shown.length + there.length === units.length).length;
    const both = units.length > 2 ? "all of these words" : "both";
    const rest = found.length > held;
    const said = !found.length ? [card ? "The glossary explains it; nothing else was found." : NONE()]
      : found.every(({ belongs }) => belongs) ? ["The glossary explains it, and the lessons do without the word."]
      : !say && held === found.length && units.length < 2 ? [`${several(held, "place")} ${held > 1 ? "have" : "has"} it, in an answer, a picture or a note.`]
      : say && !rest ? [found.length > 1 ? "The best places first." : "Here it is."]
      : say ? [`${several(say, "place")} say${say > 1 ? "" : "s"} ${both}; what says ${units.length > 2 ? "some" : "one"} comes after.`]
      : held ? [`No sentence says ${both}; these places come nearest.`]
      : [`No place says ${both}. Here is where you find ${units.length > 2 ? "some" : "each"}.`];
    const lost = pages.filter((page) => page.lost).length;
    const number = Search.output.textContent.includes("▢") ? " ▢ is a number left out, because you may be asked to guess it." : "";
    Search.status.replaceChildren(...told, ...said, `${number}${lost ? ` ${several(lost, "page")} could not be read: search again with a connection.` : ""}`);
  }

  // How many letters have to be changed, put in, taken out or changed with their neighbour to make one word the other.
  function apart(one, other) {
    let before;
    let row = [...other, ""].map((_, n) => n);
    [...one].forEach((letter, i) => {
      const made = [i + 1];
      for (const [j, next] of [...other].entries()) {
        const swapped = i && j && letter === other[j - 1] && one[i - 1] === next ? before[j - 1] + 1 : Infinity;
        made.push(Math.min(row[j] + (letter !== next), row[j + 1] + 1, made[j] + 1, swapped));
      }
      [before, row] = [row, made];
    });
    return row.at(-1);
  }

  // --- how the search is read ----------------------------------------------------------------------------------------

  // Words of a question that nobody looks up, and small ones that are looked up only where no other stands beside them.
  const FILLS = /^(de|het|een|an?|about|against|and|any|importance|important|matters?|are|as|at|be|by|can|could|did|do|does|for|from|has|have|he|her|here|his|how|i|if|in|into|is|it|its|many|may|me|my|need|needs|not|of|on|or|our|own|per|shall|she|should|so|some|than|that|the|their|them|there|these|they|this|those|to|us|was|we|were|what|when|where|which|who|whose|why|will|with|would|you|your)$/i;
  const SMALL = /^(after|bad|changes?|changed|before|become|becomes|best|big|decide|decides|decided|good|come|comes|coming|between|biggest|compared?|differ|difference|different|definition|eu|explain|find|get|gets|getting|give|gives|given|go|goes|got|happen|happened|happens|join|joined|joins|know|largest|leading|made|makes?|making|mean|meaning|means|most|much|owned|owns|really|said|same|say|says|tell|thing|things|together|top|use|used|versus|vs|want|wants|working|works?)$/i;
  const CHIP = /^chips?$/i;
  // A firm is called a firm here.
  const FIRM = /^compan(?:y|ies)$/i;
  let keywords = [];
  function weigh() {
    const content = wished.map((word) => word.replace(/[^\p{L}\p{N}%-]/gu, "")).filter((word) => word && (word === "US" || !FILLS.test(word)));
    const said = content.filter((word) => !SMALL.test(word));
    const large = wished.length > 4 && said.length > 1 ? said.filter((word) => !CHIP.test(word)) : said; // in a question: all of the course is on chips
    keywords = large.some((word) => /\p{L}/u.test(word)) ? large : content;
  }
  weigh();

  const letters = typed.replace(/[^\p{L}]/gu, "");
  const NONE = () => !letters && !/\d/.test(typed) ? "Give a word." : typed.length < 2 ? "One letter is too little: give a word." : !keywords.length ? "Words as small as these are not searched." : told.some((one) => /^No page/.test(one)) ? "Try another, in English, or a Dutch one of the glossary." : `No page has ${keywords.length > 1 ? "these words" : "this word"}. Try another, in English, or a Dutch one of the glossary.`;

  // How the search is read, once: what is misspelt is put right after the glossary, the words to try and the lessons, if one or two letters are
  // wrong; names of several words are found in it. Told is what that changed.
  let told = [];
  const dutch = (glossary) => all(".dr-dutch", glossary).flatMap((one) => clean(one).toLowerCase().split(/ *[,;·] */));
  function reading(glossary, pages) {
    const every = pages.flatMap((page) => page.places);
    for (const one of all("dt", glossary)) {
      const [, short] = /^\s*(\p{Lu}{2,})\b/u.exec([...one.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join(" ")) ?? [];
      const long = clean(one.querySelector("b")).split(" (")[0];
      if (short) [inShort[rooted(long)], inShort[rooted(short)]] = [[short], [long]];
    }
    const many = (word) => [regular([word])].map((is) => every.filter(({ whole }) => is.test(whole)).length)[0];
    const terms = [...all("dt > b", glossary), ...all(".dr-tries a", document)].map((one) => clean(one).split(" (")[0]);
    const near = [...new Set([...terms, ...Object.keys(firms), ...families.flat().filter((word) => /^\p{Lu}/u.test(word)), ...terms.flatMap((name) => name.split(" "))])];
    const texts = [...all(".dr-is", glossary), ...all(".dr-questions > li", document)].map((one) => `${one.dataset.about ?? ""} ${clean(one)}`).join(" ");
    const rest = [...new Set(texts.toLowerCase().match(/\p{L}{5,}/gu))];
    const mended = (text) => {
      const far = (name) => apart(text.toLowerCase(), name.toLowerCase()) + (text[0].toLowerCase() !== name[0].toLowerCase()); // few miss the first letter
      const nearest = (list) => list.map((name) => [far(name), name]).sort(([one], [other]) => one - other)[0] ?? [9];
      const [best] = [nearest(near), ...(text.length > 3 && !/^\p{Lu}\p{Ll}/u.test(text) ? [nearest(rest)] : [])].sort(([one], [other]) => one - other);
      return best[0] > Math.min(2, text.length / 4) ? text : best[1];
    };
    // A Dutch word beside another one is read as its English.
    const english = (word) => all(".dr-glossary > div", glossary).find((one) => dutch(one).includes(word.toLowerCase()) && many(word) < 3);
    if (wished.length > 1 && wished.some(english)) {
      wished = wished.flatMap((word) => (english(word) ? clean(english(word).querySelector("dt > b")).split(" (")[0].split(" ") : [word]));
      weigh();
      told = ["In English: ", node("b", "", keywords.join(" ")), ". "];
      naming(terms);
      return many;
    }
    const whole = wished.join(" ");
    const single = dutch(glossary).find((name) => [`${name}s`, `${name}en`].includes(whole.toLowerCase()));
    if (single) {
      wished = [single];
      weigh();
      return many;
    }
    const other = all(".dr-dutch-too > li", document).find(({ dataset }) => dataset.of.split(", ").includes(whole.toLowerCase()));
    if (other) {
      wished = clean(other).split(" ");
      weigh();
      told = ["In English: ", node("b", "", clean(other)), ". "];
      naming(terms);
      return many;
    }
    // Written in one word or two, or a rare word beside which a word of the glossary is spelt nearly so.
    const bare = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    const same = terms.find((name) => bare(name) === bare(whole)) ?? (whole.length > 7 && !dutch(glossary).includes(whole.toLowerCase()) && many(whole) < 2 && near.find((name) => apart(bare(whole), bare(name)) < 3));
    if (same && rooted(same) !== rooted(whole)) {
      wished = same.split(" ");
      weigh();
      told = [`For “${whole}” we show `, node("b", "", same), ". "];
    }
    const indexed = (stem) => [Search._index.terms, Search._index.titleterms].some((known) => Object.hasOwn(known, stem) && known[stem].length !== 0);
    const nearly = (word) => dutch(glossary).some((one) => many(word) < 3 && one !== word.toLowerCase() && rooted(one) === rooted(word)); // a Dutch word, ill spelt
    const lost = told.length ? [] : keywords.filter((word) => /\p{L}/u.test(word) && (!many(word) || nearly(word) || rooted(word).split(" ").some((stem) => stem.length > 4 && !indexed(stem))));
    if (lost.length) {
      if (whole.length > 4) rest.push(...Object.keys(Search._index.terms).filter((term) => /^\p{L}{4,}[^cgisvz\P{L}]$/u.test(term)).flatMap((term) => [term, `${term}s`])); // all words, as far as their stems are words; a shorter one is near too many
      const all = mended(whole);
      const now = all === whole ? wished.map((word) => lost.filter((one) => word.includes(one)).reduce((said, one) => said.replace(one, mended(one)), word)).join(" ") : all;
      const gone = now === whole ? [] : lost.filter((one) => !now.toLowerCase().split(" ").includes(one.toLowerCase()));
      if (gone.length && many(now.split(" ").find((word) => !whole.includes(word)))) {
        wished = now.split(" ");
        weigh();
        told = ["Showing ", node("b", "", keywords.join(" ")), `. No page has “${gone.join("” or “")}”. `];
      }
    }
    const firm = keywords.find((word) => FIRM.test(word));
    if (firm && keywords.length > 1) {
      wished = wished.map((word) => word.replace(/[\p{L}]+/u, (it) => (FIRM.test(it) ? "firm" : it)));
      weigh();
      told = ["Showing ", node("b", "", keywords.join(" ")), `: this course says “firm” for “${firm}”. `];
    }
    naming(terms);
    const proper = keywords.map((word) => word[0].toUpperCase() + word.slice(1).toLowerCase()).join(" "); // Tokyo Electron
    const written = new RegExp(`(?<![\\p{L}-])${plain(proper)}(?!\\p{L})`, "u");
    if (!names.length && / /.test(proper) && every.some(({ kind, whole }) => kind !== "source" && written.test(whole))) naming([proper]);
    return many;
  }
  // The names of several words among them.
  let names = [];
  function naming(terms) {
    const roots = ` ${rooted(keywords.join(" "))} `;
    names = [...new Set(terms)].filter((name) => / /.test(name) && roots.includes(` ${rooted(name)} `)).sort((one, other) => other.length - one.length);
    names = names.filter((name, n) => !names.slice(0, n).some((longer) => rooted(longer).includes(rooted(name))));
  }
  // What is looked for: names first, a number together with what it counts, then the words that are left.
  function units() {
    const counted = keywords.join(" ").match(/\d+ (?:[nmk]m|[gm]w|kwh|kg|bn|billion|million)\b/gi) ?? [];
    const taken = new Set([...names, ...counted].flatMap((name) => rooted(name).split(" ")));
    return [...names, ...counted, ...new Set(keywords.filter((word) => !rooted(word).split(" ").every((part) => taken.has(part))))].map(unit);
  }

  // A lesson as a card with its picture.
  function leading(said, one) {
    const way = one.firstElementChild.cloneNode(true);
    way.prepend(Object.assign(node("img", ""), { src: one.dataset.drawn, alt: "", width: 112, height: 63 }));
    return node("div", "dr-leads", node("p", "", said), way);
  }
  // A question in words of one's own is led to the lesson about it; card: the lesson of the card above, which holds, and how many words of the
  // search are in its name. Returns the lesson's file, if there is one.
  function lesson(pages, units, hits, card, named) {
    const listed = all(".dr-questions > li", document);
    const file = (one) => one.firstElementChild.getAttribute("href");
    const own = (one) => `${one.dataset.about} ${clean(one)}`;
    const asked = units.filter(({ name }) => !COMMON.test(name) && (!/^\d/.test(name) || /\blesson/i.test(typed)));
    // A word that few lessons have weighs more, and most where it stands in a lesson's title; all lessons are about chips. So does what was found there.
    const weight = (one) => ({ name, is, like }) => (!like.test(own(one)) ? 0 : CHIP.test(name) ? 0.4 : (is.test(own(one)) ? 1 : 0.6) / listed.filter((other) => like.test(own(other))).length + is.test(clean(one.querySelector("span"))));
    const best = (one) => Math.max(0, ...hits.filter(({ page }) => page.file === file(one)).map(({ sum }) => sum));
    const top = Math.max(0.1, ...listed.map(best));
    const many = new Map(listed.map((one) => [one, asked.map(weight(one)).reduce((sum, each) => sum + each, 0) + best(one) / top / 2]));
    const [found] = [...listed].sort((one, other) => many.get(other) - many.get(one));
    const covers = asked.filter(({ like }) => like.test(own(found))).length;
    const named_ = units.every(({ is }) => is.test(clean(found))); // its title or question has all
    if ((card && units.length < 2 && !named_) || many.get(found) < 0.9 || covers < Math.min(2, units.length)) return;
    if (card && !named_ && named >= keywords.length) return;
    const heads = [clean(found), ...pages.find((page) => page.file === file(found)).places.map(({ head }) => head)];
    const sure = units.every(({ is }) => heads.some((head) => is.test(head)));
    document.getElementById("search-results").before(leading(sure ? "A lesson is about this:" : "Perhaps this lesson:", found));
    return file(found);
  }
  const COMMON = /^(eu|europe|answer|before|believe|best|comes?|hold|piece|start|story|word|work|works)$/i;

  // The picture of a lesson says whose it is; a firm's says where in the chain it stands.
  const picture = (lesson) => {
    const way = to(`${lesson}.html`, Object.assign(node("img", ""), { src: `_images/${lesson}.svg`, alt: "", width: 240, height: 135 }));
    way.className = "dr-of-lesson";
    way.append(`Lesson ${Number(lesson.slice(0, 2))} →`);
    return way;
  };

  // What a word means, above all that was found, with the drawing of the lesson that says it.
  function meaning(asked, article, many) {
    if (!keywords.length) return {};
    const stem = asked.toLowerCase().replace(/s$/, "");
    const namesOf = (one) => [clean(one.querySelector("dt > b")).split(" (")[0], ...clean(one.querySelector("dt")).split(/[ ,;·]+/), ...all(".dr-dutch", one).flatMap((dutch) => clean(dutch).split(/ *[,;·] */))].map((name) => name.toLowerCase());
    // How far a word is from what was asked: it is it, it ends or begins with it, it has it among its names, it stands in it.
    const far = (one) => {
      const [name, ...others] = namesOf(one);
      const tests = [name === stem, name.endsWith(` ${stem}`) || ` ${rooted(name)}`.endsWith(` ${rooted(asked)}`), stem.length > 3 && ((name.startsWith(stem) && name !== `${stem}ium`) || rooted(name).startsWith(`${rooted(asked)} `)), others.includes(stem) || others.includes(asked.toLowerCase()), ` ${rooted(stem)} `.includes(` ${rooted(name)} `)];
      return tests.includes(true) ? tests.indexOf(true) : 9;
    };
    const [best] = all(".dr-glossary > div", article).filter((one) => far(one) < 9 && (keywords.length < 2 || !CHIP.test(namesOf(one)[0]))).sort((one, other) => far(one) - far(other) || many(namesOf(other)[0]) - many(namesOf(one)[0]) || namesOf(one)[0].length - namesOf(other)[0].length);
    const called_so = asked.replace(/^(america|american|usa?|washington)$/i, "United States").replace(/^(japanese|tokyo)$/i, "Japan").replace(/^(chinese|beijing)$/i, "China").replace(/^(dutch|holland|the hague)$/i, "Netherlands").replace(/^(south korea|korean)$/i, "Korea");
    const firm = Object.keys(firms).find((name) => ` ${called_so.toLowerCase()} `.includes(` ${name.toLowerCase()} `) && keywords.length < name.split(" ").length + (firms[name].dataset.kind === "state" ? 2 : 3));
    if (firm) {
      const { page } = firms[firm].dataset;
      document.getElementById("search-results").before(node("div", "dr-meaning", node("div", "", ...firms[firm].cloneNode(true).children), ...(firms[firm].querySelector(".dr-stations") ? [] : [picture(page)])));
      // Others that stand where it stands: in the same step of the chain, or persons.
      const at = (one) => all(".dr-its-step", one).map(clean).join() || one.dataset.kind;
      const near = Object.entries(firms).filter(([name, one]) => name !== firm && one.dataset.kind !== "state" && at(one).split(",").some((step) => at(firms[firm]).split(",").includes(step))).map(([term, one]) => ({ term, said: clean(one.children[1]), alike: [], firm: true }));
      return { at: `?q=${encodeURIComponent(firm)}`, card: page, named: 9, near };
    }
    if (!best) return {};
    const called = namesOf(best);
    const way = node("a", "", "In the glossary");
    way.href = `glossary.html#${best.id}`;
    const there = best.querySelector("dd a");
    there.textContent = there.textContent.replace("Topic of", "Belongs to");
    const term = clean(best.querySelector("dt > b")).split(" (")[0];
    const inDutch = clean(best.querySelector(".dr-dutch") ?? node("i", "")).toLowerCase();
    const english = term.toLowerCase().split(" ").some((word) => word.startsWith(stem)) || term.toLowerCase() === asked.toLowerCase();
    const dutch = !english && [...inDutch.split(/[,·] */), ...inDutch.split(/[,· ]+/)].includes(asked.toLowerCase());
    if (dutch) {
      wished = term.split(" ");
      weigh();
      names = / /.test(term) ? [term] : [];
      told = ["In English: ", node("b", "", term), ". "];
    }
    // Two words that the glossary tells apart are not offered together.
    const alike = (one) => all(".dr-alike li", article).map(({ dataset }) => [dataset.fits, dataset.other]).filter((pair) => pair.includes(clean(one.querySelector("dt > b")).split(" (")[0])).flat();
    const near = all(`.dr-glossary > div[data-lesson="${best.dataset.lesson}"]`, article).filter((one) => one !== best).map((one) => ({ term: clean(one.querySelector("dt > b")).split(" (")[0], said: clean(one.querySelector(".dr-is")), at: one.id, alike: alike(one), lesson: Number(best.dataset.lesson.slice(0, 2)) }));
    if (dutch) best.querySelector(".dr-dutch").before(" · in Dutch: ");
    else best.querySelector(".dr-dutch")?.remove();
    const own = best.querySelector("dd > :is(img, svg:has(:nth-child(2)))");
    document.getElementById("search-results").before(node("div", "dr-meaning", node("div", "", node("p", "", ...best.querySelector("dt").childNodes), node("p", "", clean(best.querySelector(".dr-is"))), node("p", "", way, " · ", there)), own ? node("span", "dr-drawn", own) : picture(best.dataset.lesson)));
    return { near, at: `#${best.id}`, home: there.getAttribute("href")?.split(":~:")[0].replace(/#$/, ""), about: clean(best.querySelector(".dr-is")).toLowerCase(), card: best.dataset.lesson, named: keywords.filter((word) => ` ${rooted(called.join(" "))} `.includes(` ${rooted(word)} `)).length };
  }
  // A card with guesses, one after the other, each { kind, asks: what is asked, options: { name, right }, told: what comes then }; one that is
  // asked in a lesson has a way there instead.
  function guess(rounds) {
    const card = node("div", "dr-card dr-night");
    let well = 0;
    const put = (n) => {
      const { kind, asks, options, told, way } = rounds[n];
      const said = node("p", "dr-told");
      said.setAttribute("role", "status");
      const picks = node("div", "dr-picks", ...(options ?? []).map((option) => {
        const button = Object.assign(node("button", "dr-pick", option.name), { type: "button" });
        button.addEventListener("click", () => {
          const [words, shown] = told(option);
          well += Boolean(option.right);
          said.append(...words);
          picks.replaceWith(shown ?? "");
          if (n + 1 < rounds.length) card.append(next);
          else said.append(n ? ` ${well} of ${rounds.filter(({ way }) => !way).length} right. ` : " ", to("glossary.html", "More to guess"));
          if (n + 1 < rounds.length) next.focus({ preventScroll: true });
        });
        return button;
      }));
      const next = Object.assign(node("button", "dr-primary", "Another one"), { type: "button" });
      next.addEventListener("click", () => put(n + 1));
      card.replaceChildren(node("p", "dr-wish", way && n && n + 1 === rounds.length ? `${well} of ${n} right. ${kind}` : kind), ...asks, way ?? picks, said, ...(way && n + 1 < rounds.length ? [next] : []));
      if (n) card.querySelector("button, a").focus({ preventScroll: true });
    };
    put(0);
    document.getElementById("search-results").after(Object.assign(node("div", "dr-quiz dr-play", card), { id: "dr-guess" }));
  }
  // A table's figures that ask for one of the words, or have a bar for it: which of two is larger, then the bars.
  function larger(article, units) {
    const [of, name] = [({ is }) => (text) => is.test(text), (row) => clean(row.querySelector("th"))];
    const bar = (unit) => (one) => all("th", one).some((th) => of(unit)(th.textContent) && th.textContent.length < 30);
    const figures = all(".dr-answer:has([data-asks])", article).filter((one, n, every) => every.findIndex((other) => clean(other) === clean(one)) === n);
    const asking = figures.map((one) => [one, units.filter((unit) => of(unit)(one.querySelector("b").textContent))]).filter(([, own]) => own.length);
    const barred = figures.map((one) => [one, units.filter((unit) => bar(unit)(one))]).filter(([one, own]) => own.length && !asking.some(([other]) => other === one));
    const rank = ([one, [unit]]) => all("tr", one).filter((row) => Number(row.dataset.value) > Number(all("tr", one).find((its) => of(unit)(name(its)))?.dataset.value)).length;
    barred.sort((one, other) => rank(one) - rank(other)); // first those where it leads
    // Of each figure two neighbours that are hard to tell; one of them is what was searched for, if it has a bar. No answer comes twice.
    const pairs = (found, { is }) => {
      const rows = all("tr", found).filter((row) => !/^Other/.test(name(row))).slice(0, 8).sort((one, other) => other.dataset.value - one.dataset.value);
      const every = rows.slice(1).map((less, n) => ({ more: rows[n], less, ratio: rows[n].dataset.value / less.dataset.value })).filter(({ ratio }) => ratio > 1.01);
      const own = every.filter(({ more, less }) => is.test(name(more)) || is.test(name(less)));
      return (own.length ? own : every).sort((one, other) => one.ratio - other.ratio);
    };
    const said = new Set();
    const rounds = [...asking, ...barred].flatMap(([found, [unit]]) => {
      const one = pairs(found, unit).find(({ more, ratio }) => ratio < 9 && !said.has(name(more)));
      return one ? [said.add(name(one.more)) && { found, word: unit.name, ...one }] : [];
    });
    return rounds.slice(0, 4).map(({ found, word, more, less }) => {
      const rows = all("tr", found);
      const asks = found.querySelector("p");
      const counts = clean(asks.lastElementChild).replace(/, a square for each.*$|^a square for each (?=per cent)/, "").replace(/^a square for /, "");
      const ask = clean(asks.firstElementChild);
      return {
        kind: `${word[0].toUpperCase()}${word.slice(1)}, in numbers`,
        asks: [node("b", "", ask), node("p", "", /most|riskiest|more than/.test(ask) ? "Which of these two?" : "Which of these two has more?"), node("p", "dr-wish", `Counted: ${counts}.`)],
        options: [more, less].sort((one, other) => name(one).localeCompare(name(other))).map((row) => ({ name: name(row), right: row === more })),
        told({ right }) {
          const table = found.querySelector("table");
          rows.forEach((row) => [more, less].includes(row) || row.remove());
          return [[`${right ? "Yes" : "No"}: ${name(more)}, with ${clean(more.lastElementChild)} to ${clean(less.lastElementChild)}. `, to(`tables.html#${found.closest("[id]").id}`, "The table behind it")], table];
        },
      };
    });
  }
  // Which other word or name is explained: one that has to do with this one, else one of the same lesson; near: those, about: how this one is explained.
  function beside(asked, near = [], about = "", others = false) {
    const stem = new RegExp(stems([asked.toLowerCase().replace(/s$/, "")]), "iu");
    const kin = near.filter(({ term, said, alike }) => !Search.output.textContent.includes(said.split(". ")[0]) && (alike.some((one) => stem.test(one)) || stem.test(said) || about.includes(term.toLowerCase())));
    const mixed_up = (list) => [...list].sort(() => Math.random() - 0.5);
    const common = (text) => ({ said }) => [...new Set(said.toLowerCase().match(/\p{L}{5,}/gu))].filter((word) => text.includes(word)).length; // words that both have
    const nearest = mixed_up(near).sort((one, other) => common(about)(other) - common(about)(one));
    const firms = near[0]?.firm;
    return near.length < 3 ? [] : [...mixed_up(kin).slice(0, 3), ...(firms ? mixed_up(near).slice(0, 2) : kin.length || others ? [] : nearest.slice(0, 1))].map((own) => {
      const wrong = mixed_up(near.filter((one) => one !== own && !own.alike.includes(one.term) && one.said !== own.said));
      wrong.sort((one, other) => common(own.said.toLowerCase())(other) - common(own.said.toLowerCase())(one));
      const three = [own, ...wrong.slice(0, 2)].sort((one, other) => one.term.localeCompare(other.term));
      const hidden = own.said.replace(new RegExp(`(\\p{Lu}\\p{Ll}+ )?${plain(own.term)}\\p{L}*( \\p{Lu}\\p{Ll}+)?`, own.firm ? "gu" : "giu"), "…").replace(/ Not …\.$/, "");
      return {
        kind: own.firm ? `Beside ${asked}` : kin.length ? `A word beside “${asked}”` : "From the same lesson",
        asks: [node("b", "", own.firm ? "And who is this?" : "Which word means this?"), node("p", "", hidden)],
        options: three.map(({ term, said }) => ({ name: term, said, right: term === own.term })),
        told: ({ right, name, said }) => [[right ? "Yes: " : "No, it is ", node("b", "", own.term), ". ", ...(right ? [] : [`${name[0].toUpperCase()}${name.slice(1)}: ${said} `]), ...(own.firm ? [] : [to(`glossary.html#${own.at}`, "In the glossary"), " "])]],
      };
    });
  }
  // A question of a lesson where the words are, with the way to it.
  function lessons(found, units) {
    const asked = found.filter(({ page, place }) => /^\d/.test(page.title) && place.kind === "section" && place.at).flatMap(({ page, place }) => asking(place.node).map((asks) => ({ page, place, asks })));
    const own = asked.find(({ asks }) => has(asks, units)) ?? asked.find(({ place }) => has(new Text(place.head), units));
    if (!own) return [];
    const way = to(own.page.file + own.place.at, "Answer it there →");
    way.addEventListener("click", () => (window.name = own.asks.place ?? ""));
    return [{ kind: `Asked in lesson ${own.page.title.replace(" · ", ", ")}`, asks: [node("b", "", own.place.head), node("p", "", blank(own.asks.data))], way: node("p", "", way) }];
  }
  // What is asked about the course itself is answered, and nothing is searched.
  function itself() {
    const asking = (one) => (word) => one.dataset.asks.split(" ").includes(word.toLowerCase());
    const fixed = all(".dr-asides > div", document).find((one) => keywords.some(asking(one)) && keywords.every((word) => asking(one)(word) || AROUND.test(word)) && !/^licen[cs]es?$/i.test(keywords.join(" ")));
    const [, exercise] = /\bexercise ?([1-8])\b/i.exec(typed) ?? [];
    const [, number] = /^lesson ?([0-7])$/i.exec(typed) ?? [];
    const its = number && all(".dr-questions > li", document).find((one) => one.firstElementChild.getAttribute("href").startsWith(`0${number}-`));
    if (its) document.getElementById("search-results").before(leading("This lesson:", its));
    const before = document.getElementById("search-results");
    if (fixed) before.before(node("div", "dr-meaning", fixed));
    if (exercise) {
      const own = all(".dr-questions a", document).map((one) => one.getAttribute("href")).find((href) => href.startsWith(`0${exercise}-`)) ?? "08-your-own-story.html";
      before.before(node("p", "dr-riddled", to(`exercise-${own}`, `Exercise ${exercise}`), " · ", to("exercises.html", "All exercises")));
    }
    return fixed || its || (exercise && keywords.every((word) => /^(exercise|answer|solution|help|part|task|\d)/i.test(word)));
  }
  // Everything about a search, in its order; what is found is shown once, when all of it is in its place.
  async function searched() {
    if (itself()) return Search.output.parentElement.replaceChildren();
    const [pages, glossary] = await Promise.all([library(), fetch("glossary.html").then(async (page) => parsed(await page.text()), () => node("article", ""))]);
    const many = reading(glossary, pages);
    const { near, at, card, named, about, home } = meaning(keywords.join(" "), glossary, many);
    const every = typed.length > 1 ? units() : [];
    const asked = every.filter(({ like }) => pages.some((page) => page.places.some(({ whole }) => like.test(whole))));
    if (asked.length && asked.length < every.length) told.push(`No page has “${every.filter((one) => !asked.includes(one)).map(({ name }) => name).join("” or “")}”. `);
    const own = all(".dr-questions > li", document).map((one) => [one.firstElementChild.getAttribute("href"), rooted(clean(one.querySelector("span")).replace(/^\d · /, ""))]);
    const bonus = { ...(card ? { [`${card}.html`]: 1.5 } : {}), ...Object.fromEntries(own.filter(([, title]) => title.endsWith(rooted(keywords.join(" ")))).map(([file]) => [file, 2])) };
    const hits = fitting(pages, asked, at, home ?? "");
    const lead = lesson(pages, asked, hits, card, named);
    if (lead) bonus[lead] = Math.max(bonus[lead] ?? 0, 1.5);
    const found = ordered(hits, asked, bonus).filter(({ page, place }) => page.file !== lead || place.at); // the lesson stands above
    if (lead && !found.length) document.querySelector(".dr-leads > p").textContent = "No page has the word, but this lesson is near it:";
    show(found, asked);
    summed(pages, asked, found, card);
    if (/^licen[cs]es?$/i.test(keywords.join(" "))) Search.status.append(" ", to("search.html?q=copyright", "Or the licence of this course?"));
    if (!asked.length) return;
    const tables = parsed(await (await fetch("tables.html")).text());
    const [figures, there] = [larger(tables, asked), lessons(found, asked)];
    const words = asked.length > 1 ? [] : beside(keywords.join(" "), near, about, figures.length + there.length > 0);
    const rounds = near?.[0]?.firm ? [...figures, ...there, ...words] : [...figures, ...words, ...there];
    if (!rounds.length) return;
    guess(rounds);
    Search.status.append(node("span", "dr-below", " ", to("#dr-guess", "Or guess something on it, below ↓")));
  }
  const query = Search.query;
  Search.query = async (text) => {
    if (!served) return query(keywords.join(" ") || text);
    document.documentElement.classList.add("dr-finding");
    try {
      await searched();
    } finally {
      Search.stopPulse();
      Search.title.textContent = "Results";
      document.documentElement.classList.remove("dr-finding");
      placed();
    }
  };
  // Around: words that may stand beside those that ask about the course itself.
  const AROUND = /^(article|chart|correct|correctly|course|data|essay|exercises?|figure|lessons?|module|number|numbers|page|paper|source|sources|table|tables|text|texts|website|work|\d+)$/i;
  // A riddle where nothing is asked, whose answer is one word to search for. It stays until that is found.
  const RIDDLES = Object.fromEntries(all(".dr-riddles > li", document).map((one) => [one.dataset.word, clean(one)]));
  const kept = {
    get: (what = "riddle") => {
      try {
        return sessionStorage.getItem(`derisking-${what}`) ?? "";
      } catch {
        return ""; // where a browser keeps nothing
      }
    },
    put: (word, what = "riddle") => {
      try {
        sessionStorage.setItem(`derisking-${what}`, word);
      } catch {}
    },
  };
  const placed = () => document.querySelector(".dr-else").classList.add("dr-placed"); // nothing moves that is seen
  async function riddle() {
    const place = node("div", "dr-quiz dr-play dr-riddle");
    document.querySelector(".dr-else").before(place); // its place is kept while the glossary comes
    const glossary = await fetch("glossary.html").then(async (page) => parsed(await page.text()), () => node("article", ""));
    const next = () => asked(place, glossary, next);
    next();
    placed();
  }
  // One of them, with its boxes for letters; once it is found, or all letters are there, it shows the word, what it means and the next one.
  function asked(place, glossary, next) {
    const open = Object.keys(RIDDLES).filter((word) => !kept.get("solved").includes(word));
    const own = open.find((word) => word === kept.get()) ?? open[Math.floor(Math.random() * open.length)];
    kept.put(own);
    for (const one of all(".dr-tries a", document)) one.hidden = clean(one) === own; // it would tell the answer
    const entry = glossary.querySelector(`#word-${own}`);
    const lesson = entry ? `A word of lesson ${Number(entry.dataset.lesson.slice(0, 2))}` : "";
    const scene = entry ? node("span", "dr-drawn", Object.assign(node("img", ""), { src: `_images/${entry.dataset.lesson}.svg`, alt: "" })) : "?";
    const boxes = node("span", "dr-blanks", ...[...own].map(() => node("i", "")));
    const clue = Object.assign(node("button", "", "Give me a letter"), { type: "button" });
    boxes.setAttribute("role", "img");
    const card = (behind, ...told) => place.replaceChildren(node("div", "dr-card dr-night", node("div", "", ...told), node("span", "dr-behind", behind, node("small", "", lesson))));
    const letters = (many) => {
      boxes.setAttribute("aria-label", many === own.length ? own : `${own.length} letters; it begins with ${own.slice(0, many)}`);
      [...boxes.children].forEach((one, n) => (one.textContent = n < many ? own[n] : ""));
      clue.onclick = () => (many + 1 === own.length ? end(false) : letters(many + 1));
    };
    const end = (found) => {
      letters(own.length);
      boxes.classList.toggle("dr-all", found);
      put_by(own);
      const [many, every] = [Number(kept.get("found")) + found, Object.keys(RIDDLES).length];
      kept.put(many < every ? String(many) : "", "found");
      const drawn = entry?.querySelector("dd > :is(img, svg:has(:nth-child(2)))")?.cloneNode(true);
      const again = Object.assign(node("button", "dr-primary", many < every ? "The next riddle" : "Once more"), { type: "button" });
      again.addEventListener("click", () => {
        next();
        place.querySelector("input").focus();
      });
      const head = node("p", "dr-wish", found ? `Found! ${many < every ? `${many} of ${every}.` : `All ${every}: you know the words of this course.`}` : "All letters are there. This is the word:");
      card(drawn ? node("span", "dr-drawn", drawn) : scene, head, boxes, node("p", "dr-asked", entry ? clean(entry.querySelector(".dr-is")) : RIDDLES[own]), node("p", "dr-find", again, to(`search.html?q=${own}`, "Where do I meet it?")));
      head.setAttribute("role", "status");
      again.focus({ preventScroll: true });
    };
    letters(1);
    const box = Object.assign(node("input", ""), { type: "search", name: "q", autocomplete: "off", autocapitalize: "off", spellcheck: false });
    box.setAttribute("aria-label", "Your word");
    box.placeholder = "Your word";
    const form = node("form", "dr-find", box, Object.assign(node("button", "dr-primary", "Is it this?"), { type: "submit" }), clue);
    form.action = "search.html";
    form.setAttribute("aria-label", "The word of the question");
    const reply = node("p", "dr-wish dr-not-it");
    reply.setAttribute("role", "status");
    // After another word the riddle stays and says how long that was.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = box.value.trim().toLowerCase();
      if (given.replace(/[\s-]|s$/g, "") === own) return end(true);
      if (!given) return (reply.textContent = "Type a word, or take a letter.");
      const long = apart(given, own) === 1 ? "Nearly: look at the spelling." : given.length === own.length ? "As long as the word, but another one. Take a letter?" : `It has ${given.length} letters; the word has ${own.length}. Take a letter?`;
      reply.textContent = `Not “${given}”. ${long}`;
      box.select();
    });
    card(scene, node("p", "dr-wish", "A riddle to begin with. Its answer is one word of this course."), node("p", "dr-asked", RIDDLES[own]), boxes, form, reply);
  }
  // None comes again before all have come.
  function put_by(word) {
    const past = `${kept.get("solved")} ${word}`.trim();
    kept.put("");
    kept.put(past.split(" ").length < Object.keys(RIDDLES).length ? past : "", "solved");
  }
  function solved() {
    const word = kept.get();
    if (!word || word !== typed.toLowerCase().replace(/[\s-]|s$/g, "")) return;
    put_by(word);
    document.getElementById("search-results").before(node("p", "dr-riddled dr-found", node("b", "", "Found! "), RIDDLES[word] ?? "", " ", to("search.html", "The next riddle")));
  }
  // While one types: up to five words of the glossary, firms and lessons that begin so, each with what it is and a way there.
  function typing() {
    const box = document.querySelector("article > .dr-find input");
    const list = node("ul", "dr-quick");
    box.form.append(list);
    for (const way of ["pointerdown", "focusin"]) document.addEventListener(way, ({ target }) => box.form.contains(target) || list.replaceChildren());
    box.form.addEventListener("keydown", (event) => {
      const ways = [box, ...all("a", list)];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") list.replaceChildren(), box.focus();
      if (!step || ways.length < 2) return;
      event.preventDefault();
      ways.at((ways.indexOf(document.activeElement) + step) % ways.length).focus();
    });
    const at = (word) => `search.html?q=${encodeURIComponent(word)}`;
    const named = Object.entries(firms).map(([name, one]) => ({ name, said: clean(one.children[1]), about: name, href: at(name) }));
    const lessons = all(".dr-questions > li", document).map((one) => ({ name: clean(one.querySelector("span")), said: clean(one.querySelector("b")), about: one.dataset.about, href: one.firstElementChild.href }));
    const read = (article) => all(".dr-glossary > div", article).map((one) => clean(one.querySelector("dt > b")).split(" (")[0]).map((name, n) => ({ name, said: clean(all(".dr-glossary .dr-is", article)[n]), about: `${name} ${clean(all(".dr-glossary dt", article)[n].querySelector(".dr-dutch") ?? new Text(""))}`, href: at(name) }));
    const lands = families.map(([name, ...others]) => ({ name, said: `also ${others.join(", ")}` })).filter(({ name }) => /^\p{Lu}/u.test(name) && !firms[name]).map((one) => ({ ...one, about: one.name, href: at(one.name) }));
    let words;
    const known = () => (words ??= served ? fetch("glossary.html").then((page) => page.text()).then((text) => read(parsed(text)), () => []) : Promise.resolve([]));
    box.addEventListener("input", async () => {
      const terms = await known();
      const now = box.value.trim().toLowerCase();
      const stem = now.length > 4 ? now.replace(/s$/, "") : now;
      const has = (text) => ` ${text.toLowerCase()}`.includes(` ${stem}`);
      const begins = ({ name }) => name.toLowerCase().startsWith(stem);
      const found = now.length > 1 && now !== typed.toLowerCase() ? [...terms, ...named, ...lands, ...lessons].filter(({ about, name, said }) => has(now.length > 2 ? about : name) || (now.length > 3 && has(said))) : [];
      found.sort((one, other) => begins(other) - begins(one) || has(other.about) - has(one.about));
      list.replaceChildren(...found.slice(0, 5).map(({ name, said, href }) => {
        const way = to(href, "");
        way.append(node("b", "", name), " ", node("span", "", said));
        return node("li", "", way);
      }));
    });
  }
  addEventListener("DOMContentLoaded", typing);
  if (typed.length > 1) addEventListener("DOMContentLoaded", solved);
  else if (served) addEventListener("DOMContentLoaded", riddle);
  if (!served) addEventListener("DOMContentLoaded", placed);
})();
