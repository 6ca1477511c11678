// Buttons for the learner's own record, where whoever asked this part keeps it; what cannot be undone, and what a teacher would
// get, is asked first. data: lessons ([name, label] of each that can be shared), entries (how many there are); or ways ([click,
// label] of each way to go on after a damaged record), and no other buttons.
import { h, unique } from "./dom.js";
import { shell } from "./shell.js";

export function recordTools(root, { lessons = [], entries = 0, ways = [] }) {
  root.classList.add("dr-record");
  const said = h("div.dr-said", { role: "status" });
  const asked = h("div.dr-asked");
  const send = async (wish, lesson) => {
    said.textContent = "One moment …";
    const answer = await shell.ask("record", { wish, lesson });
    said.innerHTML = answer.said; // made by our templates, which escape what a person wrote
    entries = answer.entries;
  };
  const button = (words, act, quiet = true) => h(quiet ? "button.dr-quiet" : "button.dr-primary", { type: "button", onclick: act }, words);
  if (ways.length) return root.append(h("div.dr-actions", {}, ...ways.map(([wish, words], index) => button(words, () => send(wish), index > 0))), said);
  const ask = (...parts) => {
    said.replaceChildren();
    asked.replaceChildren(h("div.dr-card", {}, ...parts));
    asked.querySelector("select, button")?.focus();
  };
  const close = () => asked.replaceChildren();

  const copy = button("Save a copy", () => (close(), send("save")));
  const share = button("Share with my teacher", () => {
    const id = unique("share");
    const choice = h("select", { id }, ...lessons.map(([name, label]) => h("option", { value: name }, label)));
    const write = button("Write the file", () => (close(), send("share", choice.value)), false);
    write.hidden = true;
    choice.addEventListener("change", () => {
      write.hidden = true;
      said.replaceChildren();
    });
    const look = button("Show what my teacher would get", () => {
      send("preview", choice.value);
      write.hidden = false;
    });
    ask(h("label", { htmlFor: id }, "Which lesson? "), choice, h("div.dr-actions", {}, look, write, button("Share nothing", close)));
  });
  const again = button("Start again", () => {
    const words = `This deletes ${entries} entries for good: answers, predictions, points and both tests. What you typed into exercises stays.`;
    const erase = button("Delete my record", () => (close(), send("reset")));
    ask(h("p", {}, words), h("div.dr-actions", {}, button("Keep my record", () => (close(), again.focus()), false), erase));
  });
  root.append(h("div.dr-actions", {}, copy, share, again), asked, said);
}
