// A style that no policy takes for an inline one, and one element on paper, whatever stands around it.
import { h } from "./dom.js";

const worn = new Set(); // by this window

// It belongs to one window, which wears it once.
export function wear(owner, css) {
  if (owner === window && worn.has(css)) return;
  if (owner === window) worn.add(css);
  const made = new owner.CSSStyleSheet();
  made.replaceSync(css);
  owner.document.adoptedStyleSheets = [...owner.document.adoptedStyleSheets, made];
}

export function printAlone(node, css, title) {
  const frame = h("iframe", { title: "What is printed", style: "position:fixed;right:0;bottom:0;width:0;height:0;border:0" });
  document.body.append(frame);
  frame.contentDocument.title = title;
  wear(frame.contentWindow, css);
  frame.contentDocument.body.append(node.cloneNode(true));
  frame.contentDocument.querySelectorAll("details").forEach((one) => (one.open = true));
  frame.contentWindow.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  frame.contentWindow.print();
}
