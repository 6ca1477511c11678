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
  const show = (written) => {
    box.value = written;
    words();
  };
  words();
  const card = h("div.dr-card", {}, h("label.dr-prompt", { htmlFor: id }, title), box, count, said);
  const node = h("form", { noValidate: true }, card); // in a form, so that Enter breaks the line (live.js)
  node.addEventListener("submit", (event) => event.preventDefault());
  return { node, box, said, show };
}
