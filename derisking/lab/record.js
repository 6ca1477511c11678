// Buttons for the learner's own record; what cannot be undone, and what a teacher would get, is asked first.
function actionsMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz", "dr-record");
    const said = h("div.dr-said", { role: "status" });
    const asked = h("div.dr-asked");
    const send = (content) => {
      said.textContent = "One moment …";
      model.send(content);
    };
    const button = (words, act, quiet = true) => h(quiet ? "button.dr-quiet" : "button.dr-primary", { type: "button", onclick: act }, words);
    const ways = model.get("ways").map(([type, words], index) => button(words, () => send({ type }), index > 0));
    if (ways.length) return root.append(h("div.dr-actions", {}, ...ways), said);
    const ask = (...parts) => {
      said.replaceChildren();
      asked.replaceChildren(h("div.dr-card", {}, ...parts));
      asked.querySelector("select, button")?.focus();
    };
    const close = () => asked.replaceChildren();

    const copy = button("Save a copy", () => (close(), send({ type: "save" })));
    const share = button("Share with my teacher", () => {
      const id = unique("share");
      const choice = h("select", { id }, ...model.get("lessons").map(([name, label]) => h("option", { value: name }, label)));
      const write = button("Write the file", () => (close(), send({ type: "share", lesson: choice.value })), false);
      write.hidden = true;
      choice.addEventListener("change", () => {
        write.hidden = true;
        said.replaceChildren();
      });
      const look = button("Show what my teacher would get", () => {
        send({ type: "preview", lesson: choice.value });
        write.hidden = false;
      });
      ask(h("label", { htmlFor: id }, "Which lesson? "), choice, h("div.dr-actions", {}, look, write, button("Share nothing", close)));
    });
    const again = button("Start again", () => {
      const words = `This deletes ${model.get("entries")} entries for good: answers, predictions, points and both tests. What you typed into exercises stays.`;
      const erase = button("Delete my record", () => (close(), send({ type: "reset" })));
      ask(h("p", {}, words), h("div.dr-actions", {}, button("Keep my record", () => (close(), again.focus()), false), erase));
    });
    const show = () => {
      if (model.get("said")) said.innerHTML = model.get("said"); // made by our templates, which escape what a person wrote
    };
    model.on("change:said", show);
    root.append(h("div.dr-actions", {}, copy, share, again), asked, said);
  };
}

export default widget(actionsMaker);
