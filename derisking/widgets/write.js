// Write a sentence and keep it; the authors' sentence then appears below, in an output of its own.
function writeMaker(model) {
  let draft = model.get("text");
  return (root) => {
    root.classList.add("dr-quiz");
    const id = unique("write");
    const box = h("textarea.dr-sentence", { id, rows: 3, maxLength: model.get("most"), value: draft });
    const said = h("p.dr-status", { role: "status" });
    const label = h("label.dr-prompt", { htmlFor: id, html: model.get("prompt") });
    const button = h("button.dr-primary", { type: "submit" }, "Keep");
    const form = h("form.dr-card", { noValidate: true }, label, box, h("div.dr-actions", {}, button), said);
    let waiting = null;
    box.addEventListener("input", () => (draft = box.value));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!box.value.trim()) {
        said.textContent = "Write a sentence first.";
        box.focus();
        return;
      }
      said.textContent = "Keeping your sentence …";
      model.send({ type: "write", text: box.value });
      clearTimeout(waiting);
      waiting = setTimeout(() => (said.textContent = "Still waiting: the kernel is busy or was restarted. If this stays, run the cell again."), 8000);
    });
    model.on("msg:custom", (message) => {
      if (message.type !== "kept") return;
      clearTimeout(waiting);
      said.textContent = message.words;
    });
    root.append(form);
  };
}

export default widget(writeMaker);
