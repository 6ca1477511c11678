// What Sphinx's search says otherwise here, and the words around a hit. For these it asks for the pages themselves, which a browser
// refuses in a folder that was opened without a server: there the list stays without them. A page on which one guesses tells the section
// alone, since its text may hold what is still to be guessed.
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";
Object.assign(Documentation.TRANSLATIONS, {
  "Search Results": "Results",
  "Search finished, found one page matching the search query.": ["Found on one page.", "Found on ${resultCount} pages."],
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
    "No page has all these words. Try one of them alone, in English.",
});
Search.makeSearchSummary = (text, words) => {
  const article = new DOMParser().parseFromString(text, "text/html").querySelector("article.dr-page");
  const guesses = article.querySelector(".dr-live");
  const left = "h1, script, style, pre, code, .dr-chart, .dr-static, .dr-said, :not(.dr-folds) > details, .dr-folds details details";
  for (const one of article.querySelectorAll(left)) one.remove();
  for (const one of article.querySelectorAll("p, li, dt, dd, td, th, h2, h3, span, b")) one.append(" ");
  const line = document.createElement("p");
  const has = (one) => [...words].some((word) => one.textContent.toLowerCase().includes(word));
  if (guesses) {
    line.textContent = [...article.querySelectorAll("section section")].find(has)?.querySelector("h2, h3").textContent ?? "";
    return line.textContent ? line : new Text("");
  }
  const said = article.textContent.replace(/\s+/g, " ").trim();
  const at = [...words].map((word) => said.toLowerCase().indexOf(word)).find((place) => place >= 0);
  if (at === undefined) return new Text("");
  const start = said.lastIndexOf(" ", at - 90) + 1;
  const end = said.indexOf(" ", at + 130);
  line.textContent = `${start ? "… " : ""}${said.slice(start, end < 0 ? undefined : end)}${end < 0 ? "" : " …"}`;
  return line;
};
