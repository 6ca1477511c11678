// What Sphinx's search says otherwise here, and what it shows of a page that it found: the places that say the word, each with a way
// there. For these it asks for the pages themselves, which a browser refuses in a folder that was opened without a server: there the
// list stays without them. Of a page on which one guesses only what stands before the guesses of a section is told, and no sentence with a figure,
// and nothing of what is taken away or disputed at the end: it may be what is still to be guessed. There a question stands for the place.
// "derisking" is asked for as "de-risking", before the search reads it.
if (/q=derisk/i.test(location.search)) history.replaceState(null, "", location.search.replace(/q=derisk/i, "q=de-risk"));
const served = location.protocol !== "file:";
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = served;
Object.assign(Documentation.TRANSLATIONS, {
  Searching: "Results", // what is found comes below it one by one
  "Search Results": "Results",
  "Search finished, found one page matching the search query.": ["Word for word on one page.", "Found on ${resultCount} pages."],
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
    /\S\s+\S/.test(new URLSearchParams(location.search).get("q")?.trim() ?? "") ? "No page has all these words." : "No page has this word.",
});
(() => {
  const MOST = 4; // places of a page
  const wished = (new URLSearchParams(location.search).get("q") ?? "").split(/\s+/).filter(Boolean);
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

  // A text with what was searched for marked in it; words are stems, and one of fewer than four letters begins no other word.
  const short = (word) => (word.length < 4 ? "(?:y|e?s|ies|e|ed|ing)?(?!\\p{L})" : "");
  const stems = (words) => `(?<!\\p{L})(?:${[...words].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + short(word)).join("|")})`;
  // The stems that Sphinx made of what was searched for: "lithographi" is that of lithography, and a word with a hyphen stays one.
  function joined(terms) {
    const left = new Set(terms);
    const whole = wished.filter((word) => /\p{L}-\p{L}/u.test(word)).map((word) => word.toLowerCase().split("-").map((part) => {
      const stem = [...terms].find((term) => part.startsWith(term.replace(/i$/, "")));
      left.delete(stem);
      return stem ?? part;
    }).join("-"));
    return new Set([...left, ...whole].map((term) => (term.length > 3 ? term.replace(/i$/, "") : term)));
  }
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
    const tables = told(all(".dr-folds > details", article), "summary", (one) => ({ at: `#${one.id}`, head: clean(one.querySelector("b")), said: clean(one.querySelector("summary > span")) }));
    if (tables.length) return tables;
    if (!asked) return has(article) ? [{ at: "", head: "", said: around(clean(article), words), many: held(article, words) }] : [];
    const sections = told(open(article).filter(has), "h2, h3", (one) => ({ at: `#${one.id}`, head: clean(one.querySelector("h2, h3")), ...(best(telling(one), has, words) ?? asked[one.id] ?? LATER) }));
    return [...sections, ...Object.values(asked).filter(({ at }) => !sections.some((one) => one.at === at))];
  }
  const open = (article) => all("section section[id]", article).filter((one) => !ENDS.test(clean(one.querySelector("h2, h3"))));
  const LATER = { said: "(after your guess)", aside: true };

  const MONTH = /(\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}/g;
  const ENDS = /take away|disputed|discuss|at home|optional/i;
  const sentences = (lines) => lines.flatMap((line) => clean(line).split(/(?<=[.?!”]) /).map((said, n, all) => Object.assign(new Text(said), { before: n && said.length < 50 ? `${all[n - 1]} ` : "" }))); // a short one needs what it goes on from
  const figure = { test: (line) => /(?:^|[^\p{L}\d])\d/u.test(line.replace(MONTH, "")) }; // it may be what is still to be guessed: such a sentence is not told; a date may
  // What a section tells before one has guessed in it.
  function telling(section) {
    const guess = section.querySelector(".dr-live");
    const before = (line) => !guess || line.compareDocumentPosition(guess) & Node.DOCUMENT_POSITION_FOLLOWING;
    return sentences(all("p, li, td", section).filter((line) => !line.closest("details, .dr-static") && before(line))).filter(({ data }) => !figure.test(data));
  }
  // The questions of a section; what explains them is folded, and no picture is told of.
  const asking = (section) => all(".dr-static", section).filter((one) => !one.querySelector("figure")).flatMap((one) => sentences(all("p, legend", one).filter((line) => !line.closest("details"))).filter(({ data }) => data.endsWith("?") && !figure.test(data)).slice(0, 1));
  const best = (list, has, words) => list.filter(has).sort((one, other) => held(other, words) - held(one, words)).map((line) => ({ said: around((figure.test(line.before) ? "" : line.before) + line.data, words) }))[0];

  const asks = (article) => {
    const question = all("p > strong:only-child", article).map(clean).find((text) => text.endsWith("?"));
    return question ? ` The page asks: ${question}` : "";
  };

  // A page that says the word only where something is still to be guessed: it is named, and no more.
  const quiet = (list) => {
    queueMicrotask(() => list.parentElement.classList.add("dr-only"));
    return list;
  };

  Search.tellable = (text) => open(parsed(text)).flatMap((one) => [...telling(one), ...asking(one)]).map(({ data }) => data); // for a test

  Search.makeSearchSummary = (text, terms) => {
    const article = parsed(text);
    const words = joined(terms);
    const start = new RegExp(stems(words), "iu");
    const has = (one) => start.test(one.textContent);
    const live = article.querySelector(".dr-live") && open(article).filter(has);
    const asked = live && Object.fromEntries(live.map((one) => {
      const head = clean(one.querySelector("h2, h3"));
      const question = best(asking(one).filter(({ data }) => data !== head), has, words);
      const said = question ? { said: `You are asked: ${question.said}` } : { said: "(in a picture or an answer)", aside: true };
      return [one.id, { at: `#${one.id}`, head, many: held(one, words), ...said }];
    }));
    for (const one of all("h1, script, style, pre, code, .dr-glossary dd a, .dr-chart, .dr-static, .dr-data, .dr-decided, .dr-firsts, .dr-folds details details", article)) one.remove();
    for (const one of all("p, li, dt, dd, td, th, h2, h3, b, small, i", article)) one.append(" ");
    const every = places(article, has, words, asked);
    const most = Math.max(...every.map((one) => one.many));
    const found = every.filter((one) => one.many === most); // of several words a place that has one only says something else
    if (!found.length) return quiet(node("p", "dr-hits dr-more", `In a guess or an answer.${asks(article)}`));
    const wish = wished.join(" ").toLowerCase();
    const titled = ({ head }) => wished.length > 1 && wished.every((word) => head.toLowerCase().includes(word.toLowerCase())); // it comes first
    const saying = found.filter((one) => !one.aside || titled(one)).sort((one, other) => titled(other) - titled(one));
    const ordered = [...saying, ...found.filter((one) => !saying.includes(one))];
    const item = ({ at, head, said, aside }) => {
      const way = node("a", "", ...marked(head, words));
      way.dataset.at = at;
      return node("li", "", ...(head ? [way, " "] : []), ...(said ? [node("span", aside ? "dr-more" : "", ...marked(said, words))] : []));
    };
    const folded = (words, some) => node("details", "dr-rest", node("summary", "", words), node("ul", "", ...some.map(item)));
    const shown = ordered.slice(0, Math.min(MOST, saying.length || MOST));
    const rest = ordered.slice(shown.length);
    const list = node("ul", "dr-hits", ...shown.map(item));
    if (rest.length) list.append(node("li", "", folded(`and in ${rest.length} more ${rest.length > 1 ? "places" : "place"}`, rest)));
    queueMicrotask(async () => {
      const page = list.parentElement.querySelector("a").href.split("#")[0];
      const file = page.split("/").at(-1);
      if (file === "sources.html") list.replaceChildren(node("li", "", folded(`${found.length} ${found.length > 1 ? "sources" : "source"}`, ordered)));
      for (const way of all("a", list)) way.href = page + way.dataset.at;
      // First the lesson that the word belongs to, then the lessons that say it, then where it is explained or counted; what can be read
      // only after a guess comes below, and at the end the sources, folded.
      const taught = /^\d\d-/.test(file);
      const belongs = file.slice(0, -5) === (await home) && (saying.length || keywords.length < 2);
      if (!saying.length && !belongs) quiet(list);
      const own = taught && (belongs || file.slice(3, -5) === wish.replaceAll(" ", "-"));
      const kind = 4000 * own + (taught && found.some(titled) ? 1000 : 0) + (taught && saying.length ? 250 : 0) + ({ "glossary.html": 20, "sources.html": -9000 }[file] ?? 0);
      list.parentElement.dataset.rank = kind + (saying.length ? 100 * most : 0) + (live && saying.some(({ head }) => start.test(head)) ? 50 : 0) + (saying.length ? all("a", list).length : 0);
      const rank = (one) => Number(one.dataset.rank ?? 0);
      const name = (one) => one.querySelector("a").textContent;
      for (const one of [...Search.output.children].sort((one, other) => rank(other) - rank(one) || name(one).localeCompare(name(other)))) Search.output.append(one);
    });
    return list;
  };
  // The lesson that the word belongs to, once the glossary has been read.
  let settle;
  const home = new Promise((done) => (settle = done));

  // How many letters have to be changed, put in or taken out to make one word the other (Levenshtein's distance).
  function apart(one, other) {
    let row = [...other, ""].map((_, n) => n);
    [...one].forEach((letter, i) => {
      row = [...other].reduce((made, next, j) => [...made, Math.min(row[j] + (letter !== next), row[j + 1] + 1, made[j] + 1)], [i + 1]);
    });
    return row.at(-1);
  }

  const many = (word) => Search._performSearch(...Search._parseQuery(word)).length;

  // Where no page has the words: for all of them, or for each that is found nowhere, the word of the glossary, or of those to try, that is
  // nearest, if one or two letters are wrong.
  function meant(article) {
    const names = [...all("dt > b", article), ...all(".dr-tries a", document)].map((one) => clean(one).split(" (")[0]);
    const known = new Set([...names, ...names.flatMap((name) => name.split(" "))]);
    const mended = (text) => {
      const far = (name) => apart(text.toLowerCase(), name.toLowerCase());
      const [near] = [...known].sort((one, other) => far(one) - far(other));
      return far(near) > Math.min(2, text.length / 4) ? text : near;
    };
    const whole = wished.join(" ");
    const each = () => wished.map((word) => keywords.filter((one) => word.includes(one) && !many(one)).reduce((said, one) => said.replace(one, mended(one)), word)).join(" ");
    const near = mended(whole) === whole ? each() : mended(whole);
    return near === whole ? [] : [" Did you mean ", to(`search.html?q=${encodeURIComponent(near)}`, near), "?"];
  }

  // Words of a question that nobody looks up.
  const FILLS = /^(an?|and|are|be|can|could|did|do|does|eu|for|has|have|how|in|is|it|its|much|of|on|or|our|should|so|that|the|this|to|was|we|were|what|when|where|which|who|why|will|with|would|you)$/i;
  const keywords = wished.map((word) => word.replace(/[^\p{L}\p{N}-]/gu, "")).filter((word) => word && !FILLS.test(word));

  // Where one page at most has all of several words: the rarest that is found stands for them, and each is a link to what it alone finds.
  function alone(mended) {
    const known = keywords.filter(many).sort((one, other) => many(one) - many(other));
    const none = !Search.output.children.length;
    const shown = none ? known.slice(0, 1) : [];
    const ways = known.filter((word) => !shown.includes(word)).flatMap((word) => {
      const way = node("a", "", word);
      way.href = `search.html?q=${encodeURIComponent(word)}`;
      return [" · ", way];
    });
    const others = ways.length ? [none ? " Or look for: " : " One by one: ", ...ways.slice(1), "."] : [];
    if (!shown.length) return Search.status.append(...others, ...mended);
    instead(shown[0], "No page has all these words. These have ", node("b", "", shown[0]), ".", ...others, ...mended);
  }

  // What is found with another word, and what is said of that.
  function instead(word, ...said) {
    const stopped = Search.stopPulse;
    Search.stopPulse = () => {
      stopped();
      setTimeout(() => Search.status.replaceChildren(...said));
    };
    Search.output.replaceChildren();
    Search.query(word);
  }

  // A question in words of one's own is led to the lesson about it.
  function lesson() {
    const own = (one) => `${one.dataset.about} ${clean(one)}`.toLowerCase().split(/[^\p{L}\p{N}-]+/u);
    const many = (one) => keywords.filter((word) => own(one).includes(word.toLowerCase())).length;
    const listed = all(".dr-questions > li", document);
    const most = Math.max(...listed.map(many));
    if (wished.length < 2 || !most) return;
    const cards = listed.filter((one) => many(one) === most).slice(0, 2).map((one) => {
      const way = one.firstElementChild.cloneNode(true);
      way.prepend(Object.assign(node("img", ""), { src: one.dataset.drawn, alt: "", width: 112, height: 63 }));
      return way;
    });
    document.getElementById("search-results").before(node("div", "dr-leads", node("p", "", cards.length > 1 ? "Two lessons are about this:" : "A lesson is about this:"), ...cards));
  }

  const picture = (lesson) => Object.assign(node("img", ""), { src: `_images/${lesson}.svg`, alt: "", width: 240, height: 135 });

  // Firms are no terms of the glossary: what each does, as the lesson named says it.
  const FIRMS = {
    ASML: ["A firm in the Netherlands that sells the machines that print chips. Nobody else sells machines that print with EUV light.", "03-chip-basics"],
    TSMC: ["A firm in Taiwan that makes chips for others: a foundry.", "04-value-chain"],
    Rapidus: ["A new chip maker in Japan. The government in Tokyo pays for it.", "04-value-chain"],
    Nexperia: ["A Dutch firm with a Chinese owner. It makes simple, cheap chips, many of them in Hamburg.", "07-policy-lab"],
  };

  // What a word means, above all that was found, with the drawing of the lesson that says it.
  async function meaning(asked) {
    const article = parsed(await (await fetch("glossary.html")).text());
    ended.then(() => Search.output.children.length > (keywords.length > 1) || (keywords.length > 1 ? alone(meant(article)) : Search.status.append(...meant(article))));
    const stem = asked.toLowerCase().replace(/s$/, "");
    const names = (one) => [clean(one.querySelector("dt > b")).split(" (")[0], ...clean(one.querySelector("dt")).split(/[ ,;·]+/)].map((name) => name.toLowerCase());
    // How far a word is from what was asked: it is it, it ends or begins with it, it has it among its names, it stands in it.
    const far = (one) => {
      const [name, ...others] = names(one);
      const tests = [name === stem, name.endsWith(` ${stem}`), name.startsWith(stem), others.includes(stem) || others.includes(asked.toLowerCase()), ` ${stem} `.includes(` ${name} `)];
      return tests.includes(true) ? tests.indexOf(true) : 9;
    };
    const [best] = all(".dr-glossary > div", article).filter((one) => far(one) < 9).sort((one, other) => far(one) - far(other) || names(one)[0].length - names(other)[0].length);
    const firm = Object.keys(FIRMS).find((name) => name.toLowerCase() === asked.toLowerCase());
    if (firm) {
      const [said, page] = FIRMS[firm];
      settle(page);
      const lesson = to(`${page}.html`, clean(document.querySelector(`.dr-questions a[href="${page}.html"] > span`)));
      document.getElementById("search-results").before(node("div", "dr-meaning", node("div", "", node("p", "", node("b", "", firm)), node("p", "", said), node("p", "", lesson)), picture(page)));
      return;
    }
    settle(best?.dataset.lesson);
    if (!best) return;
    const way = node("a", "", "In the glossary");
    way.href = `glossary.html#${best.id}`;
    const there = best.querySelector("dd a");
    const term = clean(best.querySelector("dt > b")).split(" (")[0];
    const inDutch = clean(best.querySelector(".dr-dutch") ?? node("i", "")).toLowerCase();
    const english = term.toLowerCase().split(" ").some((word) => word.startsWith(stem)) || term.toLowerCase() === asked.toLowerCase();
    const dutch = !english && [...inDutch.split(/[,·] */), ...inDutch.split(/[,· ]+/)].includes(asked.toLowerCase());
    if (dutch) ended.then(() => instead(term, "In English: ", node("b", "", term), "."));
    const near = all(`.dr-glossary > div[data-lesson="${best.dataset.lesson}"]`, article).filter((one) => one !== best).map((one) => ({ term: clean(one.querySelector("dt > b")).split(" (")[0], said: clean(one.querySelector(".dr-is")), at: one.id, lesson: Number(best.dataset.lesson.slice(0, 2)) }));
    best.querySelector(".dr-dutch")?.before(" · in Dutch: ");
    const own = best.querySelector("dd > :is(img, svg:has(:nth-child(2)))");
    document.getElementById("search-results").before(node("div", "dr-meaning", node("div", "", node("p", "", ...best.querySelector("dt").childNodes), node("p", "", clean(best.querySelector(".dr-is"))), node("p", "", way, " · ", there)), own ? node("span", "dr-drawn", own) : picture(best.dataset.lesson)));
    return near;
  }
  // A card with a guess: what is asked, the words on the buttons with which is right, and what comes in their place.
  function guess(head, options, told) {
    const said = node("p", "dr-told");
    said.setAttribute("role", "status");
    const picks = node("div", "dr-picks", ...options.map(({ name, right }) => {
      const button = Object.assign(node("button", "dr-pick", name), { type: "button" });
      button.addEventListener("click", () => {
        const [words, shown] = told(right);
        said.append(...words);
        picks.replaceWith(shown ?? "");
      });
      return button;
    }));
    document.getElementById("search-results").after(node("div", "dr-quiz dr-play", node("div", "dr-card dr-night", ...head, picks, said)));
  }
  const to = (href, words) => Object.assign(node("a", "", words), { href });

  // One of the tables' figures that asks for the word, or has a bar for it: a guess which of two is larger, then the bars. Else which other
  // word of the same lesson is explained; near: those.
  async function round(asked, near) {
    const article = parsed(await (await fetch("tables.html")).text());
    const stem = new RegExp(stems([asked.toLowerCase().replace(/s$/, "")]), "iu");
    const figures = all(".dr-answer:has([data-asks])", article);
    const found = figures.find((one) => stem.test(one.querySelector("b").textContent)) ?? figures.find((one) => all("th", one).some((name) => stem.test(name.textContent)));
    if (!found && near?.length > 2) {
      const from = Math.floor(Math.random() * near.length);
      const three = [0, 1, 2].map((n) => near[(from + n) % near.length]);
      const own = three[Math.floor(Math.random() * 3)];
      const hidden = own.said.replace(new RegExp(`${own.term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\p{L}*`, "giu"), "…");
      return guess([node("b", "", `Another word of lesson ${near[0].lesson}. Which one?`), node("p", "", hidden)], three.map(({ term }) => ({ name: term, right: term === own.term })),
        (right) => [[right ? "Yes: " : "No, it is ", node("b", "", own.term), ". ", to(`glossary.html#${own.at}`, "In the glossary"), " · ", to("glossary.html", "Guess ten more")]]);
    }
    if (!found) return;
    const rows = all("tr", found).sort((one, other) => other.dataset.value - one.dataset.value);
    const own = rows.findIndex((row, n) => n && stem.test(row.textContent));
    const [more, less] = [rows[0], rows[own > 0 ? own : 1]];
    const name = (row) => clean(row.querySelector("th"));
    const options = [more, less].sort((one, other) => name(one).localeCompare(name(other))).map((row) => ({ name: name(row), right: row === more }));
    const asks = found.querySelector("p");
    const counts = clean(asks.lastElementChild).replace(/, a square for each.*$/, "");
    guess([node("b", "", clean(asks.firstElementChild)), node("p", "", `Choose the larger of these two (${counts}).`)], options, (right) => [
      [`${right ? "Yes" : "The other way round"}: ${name(more)}: ${clean(more.lastElementChild)}; ${name(less)}: ${clean(less.lastElementChild)}. `, to(`tables.html#${found.closest("[id]").id}`, "The table behind it")],
      found.querySelector("table"),
    ]);
  }
  const stop = Search.stopPulse;
  const ended = new Promise((done) => {
    Search.stopPulse = () => {
      stop();
      setTimeout(done); // what Sphinx says at the end comes after this
    };
  });
  const asked = new URLSearchParams(location.search).get("q")?.trim();
  const beside = async () => {
    const near = served && (await meaning(asked));
    if (!near || keywords.length > 1) lesson();
    settle();
    if (served) await round(asked, near);
  };
  // A riddle where nothing is asked, whose answer is one word to search for. It stays until that is found.
  const RIDDLES = {
    doping: "In sport it is forbidden. Without it no chip would work. What is it?",
    silicon: "One letter more, and it would seal your bathroom. What are chips made of?",
    gallium: "Nobody digs for this metal: it comes along with aluminium. China put it under licence on the day of our story. Which is it?",
    germanium: "The same grey metal sits in glass fibres for data and in lenses that see heat. Which is it?",
    etching: "An artist does it on copper, a chip plant on silicon. What is it?",
    transistor: "A tiny switch without moving parts: a chip holds billions of them. What is it called?",
    cleanroom: "Dust ruins chips. In which hall is there none?",
    lithography: "No pen draws lines as fine as those of a chip. How are they printed?",
    wafer: "Chips are not made one by one. What is the disc on which hundreds are made at once?",
    stockpile: "It buys time, but not independence. What do you keep aside for a crisis?",
    chokepoint: "Whoever holds this step can stop all others. What is it called?",
    foundry: "This firm makes chips for others. What is such a firm called?",
    yield: "A plant prints many chips, and some are faulty. What is the part that works called?",
    packaging: "A bare chip has to be connected and protected. What is that step called?",
  };
  const kept = {
    get: () => {
      try {
        return sessionStorage.getItem("derisking-riddle") ?? "";
      } catch {
        return ""; // where a browser keeps nothing
      }
    },
    put: (word) => {
      try {
        sessionStorage.setItem("derisking-riddle", word);
      } catch {}
    },
  };
  function riddle() {
    const open = Object.keys(RIDDLES);
    const own = open.find((word) => word === kept.get()) ?? open[Math.floor(Math.random() * open.length)];
    kept.put(own);
    const boxes = node("span", "dr-blanks", ...[...own].map(() => node("i", "")));
    const clue = Object.assign(node("button", "", "Give me a letter"), { type: "button" });
    boxes.setAttribute("role", "img");
    const letters = (many) => {
      boxes.setAttribute("aria-label", `${own.length} letters${many ? `; it begins with ${own.slice(0, many)}` : ""}`);
      [...boxes.children].forEach((one, n) => (one.textContent = n < many ? own[n] : ""));
      clue.hidden = many > own.length - 3;
      clue.onclick = () => letters(many + 1);
    };
    letters(1);
    const box = Object.assign(node("input", ""), { type: "search", name: "q", required: true, autocomplete: "off", autocapitalize: "off", spellcheck: false });
    box.setAttribute("aria-label", "Your word");
    box.placeholder = "Your word";
    const form = node("form", "dr-find", box, Object.assign(node("button", "dr-primary", "Is it this?"), { type: "submit" }), clue);
    form.action = "search.html";
    form.setAttribute("aria-label", "The word of the question");
    const reply = node("p", "dr-wish dr-not-it");
    reply.setAttribute("role", "status");
    // Only the right word is searched for; after another one the riddle stays and says how long that was.
    form.addEventListener("submit", (event) => {
      const given = box.value.trim().toLowerCase();
      if (given.replace(/s$/, "") === own) return;
      event.preventDefault();
      const long = given.length === own.length ? "As long as the word, but another one." : `It has ${given.length} letters; the word has ${own.length}.`;
      reply.textContent = `Not “${given}”. ${long}${clue.hidden ? "" : " Take a letter?"}`;
      box.select();
    });
    const told = node("div", "", node("p", "dr-wish", "A riddle to begin with. Its answer is one word of this course."), node("p", "dr-asked", RIDDLES[own]), boxes, form, reply);
    document.querySelector(".dr-else").before(node("div", "dr-quiz dr-play dr-riddle", node("div", "dr-card dr-night", told, node("span", "dr-behind", "?"))));
  }
  function solved() {
    const word = kept.get();
    if (!word || word !== asked.toLowerCase().replace(/s$/, "")) return;
    kept.put("");
    document.getElementById("search-results").before(node("p", "dr-riddled dr-found", node("b", "", "Found! "), RIDDLES[word] ?? "", " ", to("search.html", "The next riddle")));
  }
  // While one types: up to five words of the glossary, firms and lessons that begin so, each with what it is and a way there.
  function typing() {
    const box = document.querySelector("article > .dr-find input");
    const list = node("ul", "dr-quick");
    box.form.after(list);
    const at = (word) => `search.html?q=${encodeURIComponent(word)}`;
    const firms = Object.entries(FIRMS).map(([name, [said]]) => ({ name, said, about: name, href: at(name) }));
    const lessons = all(".dr-questions > li", document).map((one) => ({ name: clean(one.querySelector("span")), said: clean(one.querySelector("b")), about: one.dataset.about, href: one.firstElementChild.href }));
    const read = (article) => all(".dr-glossary > div", article).map((one) => clean(one.querySelector("dt > b")).split(" (")[0]).map((name, n) => ({ name, said: clean(all(".dr-glossary .dr-is", article)[n]), about: name, href: at(name) }));
    let words;
    const known = () => (words ??= served ? fetch("glossary.html").then((page) => page.text()).then((text) => read(parsed(text)), () => []) : Promise.resolve([]));
    box.addEventListener("input", async () => {
      const terms = await known();
      const typed = box.value.trim().toLowerCase();
      const begins = ({ about }) => about.toLowerCase().startsWith(typed) || about.toLowerCase().includes(` ${typed}`);
      const found = typed.length > 1 && typed !== asked?.toLowerCase() ? [...terms, ...firms, ...lessons].filter(begins) : [];
      found.sort((one, other) => other.name.toLowerCase().startsWith(typed) - one.name.toLowerCase().startsWith(typed));
      list.replaceChildren(...found.slice(0, 5).map(({ name, said, href }) => {
        const way = to(href, "");
        way.append(node("b", "", name), " ", node("span", "", said));
        return node("li", "", way);
      }));
    });
  }
  // What is found is shown once, when all of it is in its place.
  async function shown() {
    const show = () => document.documentElement.classList.remove("dr-finding");
    document.documentElement.classList.add("dr-finding");
    setTimeout(show, 4000);
    await Promise.all([beside(), ended]);
    let rest = setTimeout(show, 250);
    new MutationObserver(() => (clearTimeout(rest), (rest = setTimeout(show, 250)))).observe(document.getElementById("search-results"), { childList: true, subtree: true });
  }
  addEventListener("DOMContentLoaded", typing);
  if (asked?.length > 1) addEventListener("DOMContentLoaded", shown);
  if (asked?.length > 1) addEventListener("DOMContentLoaded", solved);
  else if (served) addEventListener("DOMContentLoaded", riddle);
})();
