"""A drop-down list that mounts itself in plain HTML, so that a reopened notebook shows its setting and no error."""

from __future__ import annotations

import html

import traitlets

from derisking.widgets.live import Live, script

_SELECT = """
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
"""
_STATUS = """
function statusMaker(model) {
  return (root) => {
    const hidden = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
    const line = h("div", { role: "status", style: hidden });
    model.on("change:text", () => { line.textContent = model.get("text"); });
    root.append(line);
  };
}
"""
_EXPORT = """
export default {
  initialize({ model }) { return live(model, MAKER(model)); },
  render({ model, el }) { ordinary(model, el, MAKER(model)); },
};
"""


class Select(Live):
    """Native `select` with a label. labels: what is shown; values: what `.value` gives; value: the chosen one."""

    _esm = script() + _SELECT + _EXPORT.replace("MAKER", "selectMaker")
    label = traitlets.Unicode().tag(sync=True)
    labels = traitlets.List().tag(sync=True)
    index = traitlets.Int().tag(sync=True)
    value = traitlets.Any()

    def __init__(self, label: str, options, value):
        pairs = [option if isinstance(option, tuple) else (str(option), option) for option in options]
        self.values = [given for _, given in pairs]
        if value not in self.values:
            raise ValueError(f"{label!r}: {value!r} is none of the options {self.values}.")
        super().__init__(label=label, labels=[text for text, _ in pairs], index=self.values.index(value), value=value)

    @traitlets.observe("index")
    def _chosen(self, change) -> None:
        if 0 <= change.new < len(self.values):
            self.value = self.values[change.new]

    @traitlets.observe("value")
    def _set(self, change) -> None:
        if change.new not in self.values:
            raise ValueError(f"{self.label!r}: {change.new!r} is none of the options {self.values}.")
        self.index = self.values.index(change.new)

    def words(self) -> str:
        """The setting in words, for the version without a kernel."""
        return f"{self.label}: {html.unescape(self.labels[self.index])}"


class Status(Live):
    """A live region: a screen reader says its `text` when it changes; nobody sees it (the picture shows the words)."""

    _esm = script() + _STATUS + _EXPORT.replace("MAKER", "statusMaker")
    text = traitlets.Unicode().tag(sync=True)
