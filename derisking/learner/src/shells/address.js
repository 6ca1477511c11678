// The state of an explorer in the address of its page, behind #explorer-name, where no heading has its id.
import { h } from "../dom.js";
import { fitting } from "../explorer.js";

// What the address says about an explorer: {values, kept, stage}, or null. Whatever does not fit is left out; without a goal all is free.
export function addressed(data, place) {
  place.id = `explorer-${data.name}`;
  const [name, query] = location.hash.slice(1).split("?");
  if (name !== place.id || !query) return null;
  const given = new URLSearchParams(location.hash.slice(location.hash.indexOf("?") + 1));
  const fit = (control, text) => {
    if (text == null) return undefined; // the address does not name it
    if (control.kind !== "range") return control.values.find((value) => String(value) === text);
    return text !== "" && Number(text) >= control.min && Number(text) <= control.max ? Number(text) : undefined;
  };
  const values = {};
  for (const control of data.controls) {
    const found = fit(control, given.get(control.name));
    if (found !== undefined) values[control.name] = found;
  }
  const by = data.memory?.by;
  const goal = Number(given.get("goal"));
  const kept = fitting(data, (key, name, i) => fit(data.controls.find((control) => control.name === name), given.get(`${by}.${key}`)?.split("_")[i]));
  return { values, stage: data.goals[goal - 1] ? goal - 1 : data.goals.length, kept };
}

function addressOf({ data, values, kept, stage, free }, given) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) query.set(name, value);
  if (data.memory) for (const [key, money] of Object.entries(kept)) {
    if (Object.values(money).some(Boolean)) query.set(`${data.memory.by}.${key}`, Object.values(money).join("_"));
  }
  if (!free && !given) query.set("goal", stage + 1);
  return `#explorer-${data.name}?${query}`;
}

// given: to others, who get every control; one's own page comes back to its goal.
export const remember = (explorer, given) => history.replaceState(null, "", addressOf(explorer, given));

// The button that gives the address to others.
export function ways(explorer) {
  const copied = h("span.dr-status", { role: "status" });
  const copy = async () => {
    remember(explorer, true);
    try {
      await navigator.clipboard.writeText(location.href);
      copied.textContent = "Copied. Whoever opens it sees this picture.";
    } catch {
      copied.textContent = "It stands in the address line of your browser: copy it there.";
    }
  };
  return [h("button.dr-quiet", { type: "button", onclick: copy }, "Copy the address of this state"), copied];
}
