function rangeMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz", "dr-control", "dr-range");
    const id = unique("range");
    const format = (value) => {
      const step = String(model.get("step"));
      const digits = step.includes(".") ? step.split(".")[1].length : 0;
      const unit = model.get("unit");
      return Number(value).toFixed(digits) + (unit ? ` ${unit}` : "");
    };
    const output = h("output", { htmlFor: id });
    const input = h("input", { id, type: "range" });
    const fill = () => {
      for (const key of ["min", "max", "step"]) input[key] = model.get(key);
      if (Number(input.value) !== model.get("value")) input.value = model.get("value");
      const idle = model.get("idle");
      input.disabled = Boolean(idle);
      root.classList.toggle("dr-idle", Boolean(idle));
      output.textContent = idle || format(model.get("value"));
      input.setAttribute("aria-valuetext", format(model.get("value")));
      root.hidden = !model.get("shown");
    };
    input.addEventListener("input", () => {
      model.set("value", Number(input.value));
      fill();
      tell(model, root);
    });
    model.on("change", fill);
    listen(model, root);
    root.append(h("label", { htmlFor: id }, model.get("label")), input, output);
    fill();
  };
}

export default widget(rangeMaker);
