// Projector view, the code behind charts, and paper with or without answers.

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

export function switches() {
  pageSwitch("view", "projector", (on) => document.getElementById("pst-primary-sidebar")?.classList.toggle("pst-sidebar-hidden", on));
  if (document.querySelector("details.hide")) pageSwitch("code", "shown");
  else document.querySelector('button[data-sets="code"]')?.remove();
}

// Without answers everything that is folded stays away; with answers it is opened, and folded again afterwards.
export function paper() {
  const { dataset } = document.documentElement;
  const choice = document.querySelector(".dr-paper-choice");
  if (!choice) return;
  let opened = [];
  let theme = "";
  addEventListener("beforeprint", () => {
    theme = dataset.theme;
    dataset.theme = "light";
    opened = dataset.paper === "answers" ? [...document.querySelectorAll(".bd-article details:not(.hide):not([open])")] : [];
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
