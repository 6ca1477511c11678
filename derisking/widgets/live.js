// Brings plain HTML in a notebook to life, and nothing else.
//
// Python writes one ordinary HTML output: <div class="dr-live drt..."><div class="dr-static">...</div></div>, and opens
// a model with the same token. No widget view is stored in the notebook. When a kernel runs, the model finds its HTML,
// hides the static part and puts the live part beside it; without a kernel the static part simply stays.
// Who answers is another file's matter: kernel.js in JupyterLab, exports/web/page/mount.js in the web edition.
const registry = (globalThis[Symbol.for("derisking.live")] ??= watched({ makers: new Map(), places: null, walks: false }));

// walks: whether the last thing that somebody did was to walk with the keys, and not to point.
function watched(made) {
  document.addEventListener("keydown", (event) => isStep(event) && (made.walks = true), true);
  document.addEventListener("pointerdown", () => (made.walks = false), true);
  return made;
}

function isStep(event) {
  return /^(Tab|Arrow)/.test(event.key);
}

function scan() {
  for (const place of registry.places) {
    for (const name of place.classList) {
      const make = registry.makers.get(name);
      if (make && place.drMaker !== make) {
        place.drMaker = make;
        attach(place, make);
      }
    }
  }
}

function attach(place, make) {
  place.querySelectorAll(":scope > .dr-root").forEach((old) => old.remove());
  const root = document.createElement("div");
  root.className = "dr-root";
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
  make(root);
  root.querySelectorAll("form").forEach(nameForm);
  place.append(root);
  place.querySelectorAll(":scope > .dr-static").forEach((still) => (still.hidden = true));
}

// A list of a page's forms tells them apart by what each asks.
function nameForm(form) {
  const asks = form.querySelector(".dr-prompt, legend, label");
  if (!asks || form.ariaLabel) return;
  asks.id ||= unique("asks");
  form.setAttribute("aria-labelledby", asks.id);
}

// maker(root) fills an empty element. Several places may carry one token (a second view of the same notebook).
function live(model, maker) {
  const token = model.get("token");
  if (!registry.places) {
    registry.places = document.getElementsByClassName("dr-live");
    new MutationObserver(scan).observe(document.body, { childList: true, subtree: true });
  }
  registry.makers.set(token, maker);
  scan();
  return () => {
    if (registry.makers.get(token) === maker) registry.makers.delete(token);
    abandoned(token);
  };
}

// Front ends that create no model without a view (some editors) get an ordinary view; it hides the static HTML too.
function ordinary(model, element, maker) {
  attach(element, maker);
  document.querySelectorAll(`.${CSS.escape(model.get("token"))} > .dr-static`).forEach((still) => (still.hidden = true));
}

// What a widget's module exports: both ways in which a front end may open it.
const widget = (maker) => ({
  initialize: ({ model }) => live(model, maker(model)),
  render: ({ model, el }) => ordinary(model, el, maker(model)),
});

// Every widget brings its own copy of this file, so the counter must be shared: equal ids would tie labels to the wrong control.
const unique = (name) => `dr-${name}-${(registry.count = (registry.count ?? 0) + 1)}`;

// h("p.note", {hidden: true}, "text", node): one element. Text is always text, never markup.
function h(kind, properties = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "html") node.innerHTML = value; // only ever HTML made by markdown.py and the templates
    else if (key in node && !key.includes("-")) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// A number as people type it, also with letters of full width; behind it nothing but its unit. null if it is none, or can be read
// in two ways. The rule is that of questions/kinds/numeric.py, and a test compares them.
const UNIT = "[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?";
const NUMBER = RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${UNIT}(?: ?(?:per |/ ?)${UNIT})?)?\\.?$`);
const folded = (text) => text.replace(/[！-～]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replaceAll("−", "-").replaceAll("。", ".").replaceAll("、", ",");

function parseNumber(text) {
  const bare = folded(String(text)).trim().replace(/[\s_]+/g, " ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g, "$1");
  const [, found] = bare.match(NUMBER) ?? [];
  if (!found || /^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(found)) return null;
  const number = Number(found.replace(",", "."));
  return Number.isFinite(number) ? number : null;
}

// What to do about a text that parseNumber does not take. otherwise: the sentence for a text that looks like no number.
function numberHelp(given, otherwise) {
  const text = folded(given.trim());
  const [, above, below] = (/[0-9]\s*[^ -~]/.test(text) ? text : text.normalize("NFKC")).match(/^([0-9]+)\s*[/⁄]\s*([0-9]+)$/) ?? [];
  if (Number(below)) return `“${text}” is ${Number((above / below).toPrecision(4))}. Write that, if you mean it.`;
  if (/[0-9],[0-9]{3}/.test(text)) return `“${text}” can be read in two ways. Write 1234 or 1.234.`;
  return otherwise;
}
