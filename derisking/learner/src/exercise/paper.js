// The newspaper page of exercise 1: the story with its sentences numbered, and what the editor decides as it goes into print.
import { h } from "../dom.js";
import { arriveAt } from "../faces.js";

// data: lesson, title, lines (html of the sentences), correction and headline (ids of tasks), printed (whether it is the page as it
// is printed); forms: id of a task -> the part of its form, once it is there.
export function paper(root, data, forms) {
  const slot = h("div.dr-slot");
  const foot = h("div.dr-slot");
  const lines = data.lines.map((html) => h("li", { html }));
  const head = h("p.dr-masthead", {}, h("b", {}, "The Small Paper"), h("span", {}, "Monday, 3 July 2023 · page 1"));
  const story = h("div", {}, h("p.dr-headline", {}, data.title), h("ol.dr-columns", {}, ...lines));
  const judges = h("p.dr-judges", {}, "It goes to print as you decide. Your teacher’s key judges both decisions after the deadline; points and reasons come back with your mark.");
  root.append(h("section.dr-front", { ariaLabel: data.printed ? "Your page as it is printed" : "The page" }, head, data.printed ? null : story, h("div.dr-below", {}, slot, foot), data.printed ? judges : null));

  const chosen = (id, type) => [...(forms[id]?.node.querySelectorAll(`input[type=${type}]:checked`) ?? [])].map((input) => input.closest("label").querySelector(".dr-text"));
  const without = (node) => {
    const copy = node.cloneNode(true);
    if (copy.firstElementChild?.tagName === "STRONG") copy.firstElementChild.remove();
    return copy;
  };
  const to = (id, words) => h("button.dr-quiet", { type: "button", onclick: () => arriveAt(forms[id].node.closest(".dr-card")) }, words);
  function draw() {
    const [headline] = chosen(data.headline, "radio");
    const [sentence] = chosen(data.correction, "radio");
    const proofs = chosen(data.correction, "checkbox");
    const told = sentence?.querySelector(".dr-told") ?? sentence;
    slot.replaceChildren(h("p.dr-eyebrow", {}, "On the Dutch rule"), ...(headline ? [h("p.dr-headline", {}, headline.textContent)] : [h("p", {}, "No headline yet."), to(data.headline, "Choose the headline")]));
    slot.classList.toggle("dr-set", Boolean(headline));
    const said = sentence && [h("p", {}, "We wrote: ", h("q", {}, without(told).textContent.replace(/[“”]|\((sentence \d+|further down)\)/g, "").trim()))];
    const why = proofs.length ? [h("p", {}, "What shows that it needs a correction:"), h("ul", {}, ...proofs.map((one) => h("li", {}, ...without(one).childNodes)))] : [];
    foot.replaceChildren(h("p.dr-eyebrow", {}, "Correction"), ...(said ? [...said, ...why] : [h("p", {}, "There is room for one."), to(data.correction, "Choose the sentence")]));
    foot.classList.toggle("dr-set", Boolean(sentence && proofs.length === 2));
    const number = Number(/\(sentence (\d+)\)/.exec(told?.textContent)?.[1]);
    lines.forEach((line, i) => line.classList.toggle("dr-corrected", i + 1 === number));
  }
  document.addEventListener("dr-answered", draw);
  draw();
}
