// Projector view, and paper with or without answers.

function projectorView() {
  const { dataset } = document.documentElement;
  const button = document.querySelector(".dr-projector");
  const show = (on) => {
    dataset.view = on ? "projector" : "";
    button.setAttribute("aria-pressed", String(on));
    document.getElementById("pst-primary-sidebar")?.classList.toggle("pst-sidebar-hidden", on);
  };
  button?.addEventListener("click", () => {
    show(dataset.view !== "projector");
    try {
      localStorage.setItem("derisking-view", dataset.view);
    } catch {} // the view is kept for this page only
  });
  if (button && dataset.view === "projector") show(true);
}

// Without answers everything that is folded stays away; with answers it is opened, and folded again afterwards.
function paper() {
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
