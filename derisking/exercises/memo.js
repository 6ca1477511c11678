// The memo's box in JupyterLab: the kernel keeps what is written in the notebook.
function memoMaker(model) {
  let text = model.get("text"); // also what was typed since, for a second view of the same notebook
  return (root) => {
    root.classList.add("dr-quiz", "dr-exercise");
    let [resting, sent] = [null, text];
    const keep = () => {
      clearTimeout(resting);
      if (text === sent) return;
      sent = text;
      post.send({ type: "memo", text });
    };
    const part = memoBox(model.get("title"), text, model.get("most"), (written) => {
      text = written;
      clearTimeout(resting);
      resting = setTimeout(keep, 400); // a pause in writing
    });
    const post = messages(model, "memo", (words) => (part.said.textContent = words));
    part.box.addEventListener("change", keep);
    model.on("msg:custom", (message) => {
      post.heard();
      part.said.textContent = `Kept in this notebook${message.note ? `, and nowhere else. ${message.note}` : ". Save it (Ctrl+S) before you hand it in."}`;
    });
    root.append(part.node);
  };
}

export default widget(memoMaker);
