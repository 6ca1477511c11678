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
      parts.write(model.get("index"));
      root.hidden = !model.get("shown");
    };

    function list() {
      const id = unique("select");
      const select = h("select", { id }, ...labels.map((text, i) => h("option", { value: String(i) }, text)));
      select.addEventListener("change", () => choose(Number(select.value)));
      root.append(h("label", { htmlFor: id }, model.get("label")), select);
      return { write: (index) => (select.value = String(index)) };
    }

    function segments() {
      const name = unique("select");
      const inputs = labels.map((_, i) => h("input", { type: "radio", name, onchange: () => choose(i) }));
      const row = h("div.dr-segments", {}, ...labels.map((text, i) => h("label", {}, inputs[i], h("span", {}, text))));
      root.append(h("fieldset", {}, h("legend", {}, model.get("label")), row));
      return { write: (index) => inputs.forEach((input, i) => (input.checked = i === index)) };
    }

    model.on("change", fill);
    listen(model, root);
    fill();
  };
}

export default widget(selectMaker);
