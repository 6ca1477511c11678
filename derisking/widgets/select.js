// One choice: a drop-down list, or buttons side by side where the options are few and short.
function selectMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz", "dr-control");
    const labels = model.get("labels");
    const few = labels.length <= 4 && labels.join("").length <= 48;
    const choose = (index) => {
      model.set("index", index);
      tell(model, root);
    };
    const parts = few ? segments() : list();
    const fill = () => {
      parts.write(model.get("index"), model.get("idle"));
      root.hidden = !model.get("shown");
    };

    // A click on the picture takes what it names there. In JupyterLab the picture is an image, which knows no parts: for a
    // moment the drawing itself lies over it.
    function clicked(event) {
      const picture = event.target.closest?.("figure img, figure svg");
      if (!picture || root.hidden || !root.closest(".jp-Cell, .dr-explorer")?.contains(picture)) return;
      const over = picture.matches("img") && overlay(picture);
      const part = over ? document.elementFromPoint(event.clientX, event.clientY) : event.target;
      const index = labels.indexOf(part?.closest("[data-take]")?.dataset.take);
      if (over) over.remove();
      if (index >= 0) choose(index === model.get("index") ? 0 : index);
    }

    function overlay(img) {
      const { left, top, width, height } = img.getBoundingClientRect();
      const style = `position:fixed;z-index:9999;left:${left}px;top:${top}px;width:${width}px`;
      const over = h("div", { style, html: atob(img.src.split(",")[1]) });
      Object.assign(over.firstChild.style, { width: `${width}px`, height: `${height}px` });
      document.body.append(over);
      return over;
    }

    function list() {
      const id = unique("select");
      const select = h("select", { id }, ...labels.map((text, i) => h("option", { value: String(i) }, text)));
      select.addEventListener("change", () => choose(Number(select.value)));
      const resting = h("option", { value: "resting", hidden: true });
      select.append(resting);
      root.append(h("label", { htmlFor: id }, model.get("label")), select);
      const write = (index, idle) => {
        resting.textContent = idle ?? "";
        select.disabled = Boolean(idle);
        select.value = idle ? "resting" : String(index);
      };
      if (!model.get("walk")) return { write };
      const go = (way) => h("button.dr-quiet", { type: "button", onclick: () => move(way) }, way < 0 ? "‹ Previous" : "Next ›");
      const move = (way) => labels[model.get("index") + way] && choose(model.get("index") + way);
      const [back, on] = [go(-1), go(1)];
      root.classList.add("dr-walk");
      select.before(back);
      select.after(on);
      const walk = (index, idle) => {
        write(index, idle);
        back.setAttribute("aria-disabled", String(index === 0)); // not disabled: a button under the finger keeps the focus
        on.setAttribute("aria-disabled", String(index === labels.length - 1));
      };
      return { write: walk };
    }

    function segments() {
      const name = unique("select");
      const inputs = labels.map((_, i) => h("input", { type: "radio", name, onchange: () => choose(i) }));
      const row = h("div.dr-segments", {}, ...labels.map((text, i) => h("label", {}, inputs[i], h("span", {}, text))));
      const reason = h("span");
      const field = h("fieldset", {}, h("legend", {}, model.get("label"), reason), row);
      root.append(field);
      const write = (index, idle) => {
        field.disabled = Boolean(idle);
        reason.textContent = idle ? `, ${idle}` : "";
        inputs.forEach((input, i) => (input.checked = i === index));
      };
      return { write };
    }

    if (model.get("picks")) document.addEventListener("click", clicked);
    model.on("change", fill);
    listen(model, root);
    fill();
  };
}

export default widget(selectMaker);
