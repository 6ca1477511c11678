// The form of a task. It knows no key: the kernel keeps what is chosen, checks it and gives hints.

const SILENT = "Not kept yet: the kernel is busy or was restarted. If this stays, press ▶▶ in the bar above; it asks once, and what you chose comes back as far as it was kept.";

function resultNodes(result) {
  const [sign, , look] = result.outcome === "not-attempted" ? ["○ ", "", "dr-open"] : verdict(result.share);
  const heading = h(`p.dr-verdict.${look}`, {}, h("span", { "aria-hidden": "true" }, sign), h("strong", {}, result.heading), ` · ${result.points}`);
  return [heading, h("p", { html: result.html })];
}

function formMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz", "dr-exercise");
    const form = model.get("form");
    const q = form.question;
    const field = head(q);
    const said = h("div.dr-feedback", { role: "status" });
    const help = h("div.dr-hints", { role: "status" });
    const status = h("p.dr-status", { role: "status" });
    let waiting = null;
    let sent = JSON.stringify(model.get("answers"));

    const send = (message) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => (status.textContent = SILENT), 4000);
      try {
        model.send(message);
      } catch {
        status.textContent = SILENT; // the connection to the kernel is gone
      }
    };
    // Leaving a box tells a second time what Enter has told: the result stays, as it is about this very answer.
    const keep = () => {
      const answers = soFar(form, part);
      if (JSON.stringify(answers) === sent) return;
      sent = JSON.stringify(answers);
      said.replaceChildren();
      send({ type: "answer", answers });
    };
    const part = kinds[q.kind].build(q, keep);
    field.append(part.node);
    field.querySelector("legend").append(" ", h("span.dr-points", {}, `· ${counted(form.points, "point", "points")}`));
    const hint = h("button.dr-quiet", { type: "button", onclick: () => send({ type: "hint" }) }, "Hint");
    const actions = h("div.dr-actions", {}, h("button.dr-primary", { type: "submit" }, "Check"), hint);
    const card = h("form.dr-card", { noValidate: true }, field, actions, said, help, status);
    field.addEventListener("change", keep);
    field.addEventListener("input", () => said.replaceChildren());
    field.addEventListener("focusout", () => {
      const words = part.trouble?.(); // said at once, not only when it is checked
      if (words) said.replaceChildren(h("p", {}, words));
    });
    card.addEventListener("submit", (event) => {
      event.preventDefault();
      const answers = soFar(form, part);
      if (Object.keys(answers).length) {
        sent = JSON.stringify(answers);
        return send({ type: "check", answers });
      }
      keep(); // what was there before is no answer any more
      said.replaceChildren(h("p", {}, part.read().missing ?? "Move a step first."));
      askFor(part);
    });
    // Without a heading it is the result of an earlier answer, which is there no more.
    const showResult = () => {
      const result = model.get("result");
      if (result.heading) said.replaceChildren(...resultNodes(result));
      else if (said.querySelector(".dr-verdict")) said.replaceChildren();
    };
    // A form that was left half done says so, also when the page is opened again.
    const unfinished = () => (Object.keys(soFar(form, part)).length ? part.read().missing : undefined);
    const showHints = () => help.replaceChildren(...model.get("hints").map((one) => h("div.dr-note", { html: `<p class="dr-how">Hint ${one.step} of ${form.hints}</p>${one.html}` })));
    model.on("change:result", showResult);
    model.on("change:hints", showHints);
    model.on("msg:custom", (message) => {
      clearTimeout(waiting);
      const kept = [`Kept in this notebook${message.note ? `, and nowhere else. ${message.note}` : "."}`, unfinished()].filter(Boolean).join(" ");
      status.textContent = message.type === "kept" ? kept : message.last ? "That was the last hint." : "";
    });
    try {
      const response = responseOf(form, model.get("answers"));
      if (response) part.write(response);
    } catch {
      part.clear(); // the task has changed since
    }
    if (unfinished()) status.textContent = `Begun, not finished: ${unfinished()}`;
    showResult();
    showHints();
    root.append(card);
  };
}

export default widget(formMaker);
