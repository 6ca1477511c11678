// Commit to a number or a choice; then the chart comes from the kernel, with the prediction in it.
function predictMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz");
    const options = model.get("options");
    const unit = model.get("unit");
    const field = h("fieldset.dr-question", {}, h("legend", { html: model.get("question") }));
    const said = h("p.dr-status", { role: "status" });
    const picture = h("div.dr-picture", { tabIndex: -1 });
    const button = h("button.dr-primary", { type: "submit" }, "Commit, then look");
    const form = h("form.dr-card", { noValidate: true }, field, h("div.dr-actions", {}, button), said, picture);
    const input = options.length ? choose() : slide();

    function choose() {
      const name = unique("predict");
      const list = options.map((words, index) => ({ words, input: h("input", { type: "radio", name, value: String(index) }) }));
      field.append(h("p.dr-how", {}, "Choose one, then look."));
      field.append(h("div.dr-options", {}, ...list.map((o) => h("label.dr-option", {}, o.input, h("span", {}, o.words)))));
      return {
        read: () => list.find((o) => o.input.checked)?.words,
        write: (value) => list.forEach((o) => (o.input.checked = o.words === value)),
        first: list[0].input,
        lock: () => list.forEach((o) => (o.input.disabled = true)),
        missing: "Choose an answer first.",
      };
    }

    function slide() {
      const [low, high, step] = ["low", "high", "step"].map((key) => model.get(key));
      const id = unique("predict");
      const number = h("input.dr-number", { id, type: "number", min: low, max: high, step: "any", inputMode: "decimal" });
      const range = h("input.dr-slider", { type: "range", min: low, max: high, step, "aria-label": `Your prediction${unit ? ` in ${unit}` : ""}, as a slider` });
      range.value = String((low + high) / 2);
      range.addEventListener("input", () => (number.value = range.value));
      number.addEventListener("input", () => number.value !== "" && (range.value = number.value));
      field.append(h("div.dr-numeric", {}, h("label", { htmlFor: id }, "Your prediction", unit ? h("span.dr-sr", {}, ` in ${unit}`) : null), range, number, unit ? h("span", { "aria-hidden": "true" }, unit) : null));
      return {
        read: () => {
          const value = number.valueAsNumber;
          return Number.isNaN(value) || value < low || value > high ? undefined : value;
        },
        write: (value) => (number.value = range.value = String(value)),
        first: number,
        lock: () => [number, range].forEach((part) => (part.disabled = true)),
        missing: `Type or set a number between ${low} and ${high} first.`,
      };
    }

    const words = (guess) => (typeof guess === "number" && unit ? `${guess} ${unit}` : String(guess));
    const reveal = (focus) => {
      if (!model.get("picture")) return;
      clearTimeout(waiting);
      input.write(model.get("guess").value);
      picture.innerHTML = model.get("picture");
      if (focus) picture.focus({ preventScroll: true }); // the button goes, so the focus moves on to the chart
      button.parentElement.hidden = true;
      input.lock();
      said.textContent = `You predicted ${words(model.get("guess").value)}. The chart is below.${model.get("note") ? ` ${model.get("note")}` : ""}`;
    };
    let waiting = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = input.read();
      if (value === undefined) {
        said.textContent = input.missing;
        input.first.focus();
        return;
      }
      said.textContent = "Drawing the chart …";
      model.send({ type: "predict", value });
      waiting = setTimeout(() => (said.textContent = "Still waiting: the kernel is busy or was restarted. If this stays, run the cell again."), 8000);
    });
    model.on("change:picture", () => reveal(form.contains(document.activeElement)));
    root.append(form);
    reveal(false);
  };
}

export default widget(predictMaker);
