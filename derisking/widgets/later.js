// A place that is empty until what belongs there may be seen: then it comes, by itself or with a click.
function laterMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz", "dr-later");
    const fill = () => {
      const focus = root.contains(document.activeElement);
      const show = h("button.dr-quiet", { type: "button", onclick: () => model.send({ type: "show" }) }, model.get("words"));
      const shown = h("div", { html: model.get("html"), tabIndex: -1 });
      if (model.get("html")) root.replaceChildren(shown);
      else root.replaceChildren(h("div.dr-actions", {}, h("span.dr-status", {}, model.get("invite")), show));
      if (focus && model.get("html")) shown.focus({ preventScroll: true }); // the button is gone
    };
    model.on("change:html", fill);
    fill();
  };
}

export default widget(laterMaker);
