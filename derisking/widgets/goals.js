// One goal after the other: the task, what it meant when it is reached, and the way on.
function goalsMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz", "dr-goals");
    const asks = model.get("asks");
    if (!asks.length) return;
    const count = h("p.dr-eyebrow");
    const task = h("p.dr-task");
    const done = h("p.dr-done", { role: "status" });
    const room = h("p.dr-done.dr-room", { "aria-hidden": "true" }); // unseen: holds the room, so that nothing below jumps
    const go = (stage) => {
      model.set("reached", false); // or the next goal's answer would stand there until the kernel has looked at it
      model.set("stage", stage);
      tell(model, root);
    };
    const next = h("button.dr-primary", { type: "button", onclick: () => go(model.get("stage") + 1) });
    const free = h("button.dr-quiet", { type: "button", onclick: () => go(asks.length) }, "Skip to all controls");
    const again = h("button.dr-quiet", { type: "button", onclick: () => go(0) }, "Start with the first goal again");
    const fill = () => {
      const stage = model.get("stage");
      const over = stage >= asks.length;
      const reached = !over && model.get("reached");
      count.textContent = over ? "Sandbox" : `Goal ${stage + 1} of ${asks.length}`;
      task.textContent = over ? "Every control is yours. Try what you doubt." : asks[stage][0];
      const words = reached ? `✓ Reached. ${asks[stage][1]}` : "";
      if (done.textContent !== words) done.textContent = words;
      room.dataset.words = over ? "" : `✓ Reached. ${asks[stage][1]}`;
      root.classList.toggle("dr-reached", reached);
      next.textContent = stage + 1 < asks.length ? "Next goal" : "Now everything";
      next.style.visibility = reached ? "" : "hidden";
      next.hidden = over;
      free.hidden = over;
      again.hidden = !over;
    };
    listen(model, root);
    model.on("change:stage", fill);
    model.on("change:reached", fill);
    root.append(count, task, h("div.dr-two-in-one", {}, done, room), h("div.dr-actions", {}, free, again, next));
    fill();
  };
}

export default widget(goalsMaker);
