// With the spacing of WCAG 1.4.12: how much wider than its window the page is, and the texts that are cut off or lie upon others
// then and did not before.
() => {
  const texts = () => [...document.querySelectorAll("body *")].filter((one) => !one.closest("svg") && !one.matches("details:not([open])") && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    one.clientWidth + one.offsetWidth > 8 && [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()));
  const hides = (way) => /hidden|clip/.test(way);
  const cut = (some) => some.filter((one) => {
    const style = getComputedStyle(one);
    return one.clientWidth > 8 && ((hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1) || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1));
  });
  const apart = (one) => one && (/fixed|sticky|absolute/.test(getComputedStyle(one).position) || apart(one.parentElement)); // also what only ears meet
  const lines = (one) => [...one.childNodes].filter((part) => part.nodeType === 3 && part.data.trim()).flatMap((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return [...range.getClientRects()].map((box) => ({ one, box }));
  });
  const upon = (some) => {
    const all = some.filter((one) => !apart(one) && !/hidden|clip|auto/.test(getComputedStyle(one).overflow)).flatMap(lines).sort((a, b) => a.box.top - b.box.top);
    return all.filter((a, i) => {
      for (let k = i + 1; k < all.length && all[k].box.top < a.box.bottom - 4; k++) {
        const b = all[k];
        if (b.one !== a.one && Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 4) return true;
      }
      return false;
    }).map(({ one }) => one);
  };
  const faults = () => { const some = texts(); return [...cut(some), ...upon(some)]; };
  const before = new Set(faults()), sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
  const wider = document.documentElement.scrollWidth - innerWidth;
  const found = faults().filter((one) => !before.has(one)).map((one) => one.outerHTML.slice(0, 120));
  document.adoptedStyleSheets.pop();
  return wider > 0 ? [`${wider} px wider than the window`, ...found] : found;
}
