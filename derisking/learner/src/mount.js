// The parts of a page by their kind: each fills a root with what its data says.
import { practice } from "./ask.js";
import { h, unique } from "./dom.js";
import { ending } from "./ending.js";
import { explorer } from "./explorer.js";
import { five } from "./five.js";
import { forecast } from "./forecast.js";
import { form, memo } from "./form.js";
import { guesses } from "./guesses.js";
import { later } from "./later.js";
import { predict } from "./predict.js";
import { progress } from "./progress.js";
import { recall } from "./recall.js";
import { shell } from "./shell.js";
import { inTest } from "./tests.js";
import { way } from "./way.js";
import { write } from "./write.js";

export const MAKERS = { practice: (root, data) => practice(root, data, "practice"), recall, test: inTest, predict, five, guesses, forecast, progress, write, later, ending, explorer, exercise: form, memo, way }; // a shell may know more

// place: the element that holds the still version, which stays until the part is there.
export async function mount(place, data) {
  place.querySelectorAll(":scope > .dr-root").forEach((old) => old.remove());
  const root = h("div.dr-root.dr-quiz");
  root.style.cssText = "height:0;overflow:hidden"; // what stands below stays where it is
  quiet(root);
  place.append(root); // first, so that what is there stays there if something fails
  try {
    const made = MAKERS[data.kind](root, data, place);
    if (made) await made;
    root.style.cssText = "";
    root.querySelectorAll("form").forEach(nameForm);
    place.querySelectorAll(":scope > .dr-static").forEach((still) => (still.hidden = true));
    shell.wake(place);
  } catch (error) {
    root.style.cssText = "";
    place.append(h("p.dr-problem", { role: "alert" }, `This part could not be started (${error.message}). What is above can be read.`));
    console.error(error);
  }
}

// What a notebook would do with keys that are pressed here.
function quiet(root) {
  // JupyterLab's one-key shortcuts (b, dd, arrows) must not fire while someone works here. It looks for the attribute
  // from the focused element upwards and stops at the first match, so the focused element itself must carry it.
  root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
  // The notebook stops what Enter would do: hand in a form from a field of one line, break the line in a field of several.
  root.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !box.form || !["INPUT", "TEXTAREA"].includes(box.tagName)) return;
    event.preventDefault();
    if (box.tagName === "INPUT") return box.form.requestSubmit();
    box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// A list of a page's forms tells them apart by what each asks.
function nameForm(form) {
  const asks = form.querySelector(".dr-prompt, legend, label");
  if (!asks || form.ariaLabel) return;
  asks.id ||= unique("asks");
  form.setAttribute("aria-labelledby", asks.id);
}
