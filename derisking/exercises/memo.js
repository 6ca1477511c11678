// The memo's box: words are counted as they are written. changed(text) is told what there is to keep. The page of the web
// edition has the same box and keeps its text in the browser.
function memoBox(title, text, most, changed) {
  const id = unique("memo");
  const count = h("p.dr-status", { id: `${id}-words` });
  const box = h("textarea.dr-sentence", { id, rows: 14, maxLength: most, value: text, "aria-describedby": count.id });
  const said = h("p.dr-status", { role: "status" });
  const words = () => {
    const n = (box.value.match(/\S+/g) ?? []).length;
    count.textContent = `${n} ${n === 1 ? "word" : "words"}`;
  };
  box.addEventListener("input", () => {
    words();
    changed(box.value);
  });
  words();
  const card = h("div.dr-card", {}, h("label.dr-prompt", { htmlFor: id }, title), box, count, said);
  const node = h("form", { noValidate: true }, card); // in a form, so that Enter breaks the line (live.js)
  node.addEventListener("submit", (event) => event.preventDefault());
  return { node, box, said };
}

const MEMO_SILENT = "Not kept yet: the kernel is busy or was restarted. Copy your text to be safe, then press ▶▶ in the bar above.";

function memoMaker(model) {
  let text = model.get("text"); // also what was typed since, for a second view of the same notebook
  return (root) => {
    root.classList.add("dr-quiz", "dr-exercise");
    let [resting, waiting, sent] = [null, null, text];
    const keep = () => {
      clearTimeout(resting);
      if (text === sent) return;
      sent = text;
      clearTimeout(waiting);
      waiting = setTimeout(() => (part.said.textContent = MEMO_SILENT), 4000);
      try {
        model.send({ type: "memo", text });
      } catch {
        part.said.textContent = MEMO_SILENT; // the connection to the kernel is gone
      }
    };
    const part = memoBox(model.get("title"), text, model.get("most"), (written) => {
      text = written;
      clearTimeout(resting);
      resting = setTimeout(keep, 400); // a pause in writing
    });
    part.box.addEventListener("change", keep);
    model.on("msg:custom", (message) => {
      clearTimeout(waiting);
      part.said.textContent = `Kept in this notebook${message.note ? `, and nowhere else. ${message.note}` : ". Save it (Ctrl+S) before you hand it in."}`;
    });
    root.append(part.node);
  };
}

export default widget(memoMaker);
