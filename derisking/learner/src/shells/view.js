// The bar of a page: its dots, its menus, projector view, the code behind charts, all sections at once, colours, and paper with or without answers.
import { dots } from "../../../lab/labextensions/derisking-course/static/dots.js";

// A button that sets data-<name> of the page to a word, or to nothing; kept for the next page.
function pageSwitch(name, word, show = () => {}) {
  const { dataset } = document.documentElement;
  const button = document.querySelector(`button[data-sets="${name}"]`);
  if (!button) return;
  const set = (on) => {
    dataset[name] = on ? word : "";
    button.setAttribute("aria-pressed", String(on));
    show(on);
  };
  button.addEventListener("click", () => {
    set(dataset[name] !== word);
    try {
      localStorage.setItem(`derisking-${name}`, dataset[name]);
    } catch {} // kept for this page only
  });
  if (dataset[name] === word) set(true);
}

// all(on): shows every section of the page, or those that were opened.
export function switches(all) {
  pageSwitch("view", "projector");
  if (document.querySelector(".dr-unfold")) pageSwitch("sections", "all", all);
  else document.querySelector('button[data-sets="sections"]')?.remove();
  colours();
  menus();
  sections();
  if (document.querySelector("details.hide")) pageSwitch("code", "shown");
  else document.querySelector('button[data-sets="code"]')?.remove();
}

function colours() {
  const { dataset } = document.documentElement;
  const buttons = [...document.querySelectorAll(".dr-colours button")];
  const show = () => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.mode === dataset.mode)));
  for (const button of buttons) button.addEventListener("click", () => {
    dataset.mode = button.dataset.mode;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    dataset.theme = dataset.mode === "auto" ? system : dataset.mode;
    try {
      localStorage.setItem("derisking-mode", dataset.mode);
    } catch {} // for this page only
    show();
  });
  show();
}

// A menu closes when one goes elsewhere: another place, one of its links, or Esc, which gives the focus back.
function menus() {
  const all = [...document.querySelectorAll(".dr-menu")];
  document.addEventListener("click", ({ target }) => {
    for (const menu of all) if (menu.open && (!menu.contains(target) || target.closest("a, .dr-print"))) menu.open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    const open = all.find((menu) => menu.open);
    if (key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

// Which section one reads: the last whose heading stands in the upper part of the window.
function sections() {
  const heads = [...document.querySelectorAll(".dr-page > section > section > h2")];
  const place = document.querySelector(".dr-dots");
  if (heads.length < 3 || !place) return;
  const tell = dots(place, location.pathname.split("/").at(-1), heads.map((head) => head.textContent));
  const look = () => {
    waiting = false;
    const { scrollHeight, clientHeight } = document.documentElement;
    const end = scrollY + clientHeight > scrollHeight - 80;
    const seen = heads.filter((head) => head.checkVisibility());
    tell(end && seen.length === heads.length ? heads.length : Math.max(seen.findLastIndex((head) => head.getBoundingClientRect().top < clientHeight * 0.6), 0));
  };
  let waiting = false;
  addEventListener("scroll", () => waiting || ((waiting = true), requestAnimationFrame(look)), { passive: true });
  look();
}

// Without answers everything that is folded but a lesson's goals stays away; with answers it is opened, and folded again afterwards.
export function paper() {
  const { dataset } = document.documentElement;
  const choice = document.querySelector(".dr-paper-choice");
  if (!choice) return;
  let opened = [];
  let theme = "";
  addEventListener("beforeprint", () => {
    theme = dataset.theme;
    dataset.theme = "light";
    opened = [...document.querySelectorAll(`.dr-page details${dataset.paper === "answers" ? ":not(.hide)" : ".dr-aims"}:not([open])`)];
    opened.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => {
    dataset.theme = theme;
    dataset.paper = "";
    opened.forEach((fold) => (fold.open = false));
  });
  document.querySelector(".dr-print").addEventListener("click", () => {
    choice.returnValue = "";
    choice.showModal();
  });
  choice.addEventListener("close", async () => {
    if (!choice.returnValue) return;
    dataset.paper = choice.returnValue;
    const pictures = [...document.images].filter((picture) => picture.loading === "lazy");
    pictures.forEach((picture) => (picture.loading = "eager"));
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    print();
  });
}
