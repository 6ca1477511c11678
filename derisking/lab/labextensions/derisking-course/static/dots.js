// The dots of a page, one for each section: full once the section was read to its end, and kept so on this device.
const KEY = "derisking-read";

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
};

// page: its name; titles: of its sections. Gives a function that is told which section somebody reads, from 0; one more than the
// last says that the page was read to its end.
export function dots(place, page, titles) {
  let far = Math.min(read()[page] ?? 0, titles.length);
  let last = null;
  place.hidden = false;
  place.replaceChildren(...titles.map(() => document.createElement("span")));
  return (here) => {
    if (here === last) return;
    last = here;
    const now = Math.min(here, titles.length - 1);
    if (here > far) {
      far = here;
      try {
        localStorage.setItem(KEY, JSON.stringify({ ...read(), [page]: far }));
      } catch {} // for this visit only
    }
    [...place.children].forEach((dot, i) => {
      dot.classList.toggle("dr-done", i < far);
      dot.classList.toggle("dr-now", i === now);
    });
    const words = `Section ${now + 1} of ${titles.length}: ${titles[now]}. Read to the end: ${far}.`;
    place.setAttribute("aria-label", words);
    place.title = words;
  };
}
