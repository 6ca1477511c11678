// Draw a part of the page again only if what it shows has changed; the focus stays on the control with the same id.
const drawn = new Map();
export function redraw(id, data, make) {
  const key = JSON.stringify(data);
  if (drawn.get(id) === key) return;
  drawn.set(id, key);
  const place = document.getElementById(id);
  const focus = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...[make()].flat().filter(Boolean));
  if (focus) document.getElementById(focus)?.focus();
}
