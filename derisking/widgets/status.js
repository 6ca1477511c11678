function statusMaker(model) {
  return (root) => {
    const hidden = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
    const line = h("div", { role: "status", style: hidden });
    model.on("change:text", () => {
      line.textContent = model.get("text");
    });
    root.append(line);
  };
}

export default widget(statusMaker);
