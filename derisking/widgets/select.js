function selectMaker(model) {
  return (root) => {
    const id = unique("select");
    const select = h("select", { id, style: "margin-left: 8px; font-size: 14px; padding: 2px 4px" });
    const fill = () => {
      select.replaceChildren(...model.get("labels").map((text, i) => h("option", { value: String(i) }, text)));
      select.value = String(model.get("index"));
    };
    select.addEventListener("change", () => {
      model.set("index", Number(select.value));
      model.save_changes();
    });
    model.on("change", fill);
    root.append(h("label", { htmlFor: id, style: "font-size: 14px" }, model.get("label")), select);
    fill();
  };
}

export default widget(selectMaker);
