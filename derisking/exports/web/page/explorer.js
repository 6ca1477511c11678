// An explorer in a page: the notebook's controls on models without a kernel, the translated model, and a picture of the width
// that is there. The state stands in the address behind #explorer-name, where no heading has its id.

// The still picture, which is nearly as tall, stays until the moving one is there: so nothing jumps.
function explorerPanel(place, data) {
  place.id = `explorer-${data.name}`;
  place.querySelector(".dr-still").textContent = "This is the picture at its start. One moment, and you can move it.";
  const asked = addressed(data);
  const start = async () => {
    const twin = await arrive(data);
    const root = widgetIn(place, (root) => root.classList.add("dr-explorer"));
    new Explorer(root, data, twin, asked, place);
  };
  window.addEventListener("hashchange", () => addressed(data) && location.reload()); // another address of the same page
  if (asked) return start().then(() => place.scrollIntoView());
  const near = new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) return;
    near.disconnect();
    start();
  }, { rootMargin: "1500px" });
  near.observe(place);
}

// The explorer's own script, asked for once.
const arriving = {};
function arrive(data) {
  return (arriving[data.name] ??= new Promise((found, failed) => {
    const onload = () => found(globalThis.deriskingTwins[data.name]($));
    document.head.append(h("script", { src: `${SITE}${data.script}`, onload, onerror: () => failed(new Error(data.script)) }));
  }));
}

// What the address says about an explorer: {values, kept}, or null. Whatever does not fit is left out.
function addressed(data) {
  const [name, query] = location.hash.slice(1).split("?");
  if (name !== `explorer-${data.name}` || !query) return null;
  const given = new URLSearchParams(location.hash.slice(location.hash.indexOf("?") + 1));
  const values = {};
  for (const control of data.controls) {
    const text = given.get(control.name);
    if (text === null) continue;
    const number = Number(text);
    const found = control.kind === "range" ? (text !== "" && number >= control.min && number <= control.max ? number : undefined) : control.values.find((value) => String(value) === text);
    if (found !== undefined) values[control.name] = found;
  }
  return { values, kept: keptIn(data, given) };
}

function keptIn(data, given) {
  const kept = {};
  if (!data.memory) return kept;
  const { by, names } = data.memory;
  for (const key of data.controls.find((control) => control.name === by).values) {
    const money = (given.get(`${by}.${key}`) ?? "").split("_").map(Number);
    const sound = money.length === names.length && money.every((part) => part >= 0) && money.reduce((a, b) => a + b) <= data.budget.most;
    if (sound && given.has(`${by}.${key}`)) kept[key] = Object.fromEntries(names.map((one, i) => [one, money[i]]));
  }
  return kept;
}

// As cards.tied, for what an explorer says: no line ends between a number and its unit.
const tied = (text) => String(text).replace(/(\d) (?=\d{3}(?!\d)|[%‰]|(?:million|billion|points?)\b)/g, "$1\u00a0");

class Explorer {
  constructor(root, data, twin, asked, place) {
    Object.assign(this, { data, twin, place, values: { ...data.start }, kept: {}, models: {} });
    const earlier = data.memory && parsed(noted(`plans ${data.name}`));
    this.kept = asked?.kept ?? earlier ?? {};
    const stage = asked || Object.keys(this.kept).length ? data.goals.length : 0;
    this.goals = pageModel({ asks: data.goals.map((goal) => [goal.ask, goal.done]), stage, reached: false }, () => {});
    this.goals.on("change:stage", () => this.begin());
    this.parts(root);
    if (asked) Object.assign(this.values, asked.values);
    else if (!stage && data.goals.length) Object.assign(this.values, data.goals[0].start);
    else if (data.memory) Object.assign(this.values, this.kept[this.values[data.memory.by]]);
    this.keep();
    this.fill();
    this.draw();
    new ResizeObserver(() => this.width() !== this.drawn && this.picture()).observe(this.frame);
  }

  parts(root) {
    const grid = h("div.dr-controls");
    for (const control of this.data.controls) grid.append(this.control(control));
    this.line = h("p.dr-line", { role: "status" });
    this.title = h("p.dr-title");
    this.frame = h("div.dr-svg.dr-frame");
    this.caption = h("figcaption", {}, h("span"), h("span", { html: `Source: ${this.data.source}` }));
    this.table = h("details", {}, h("summary", {}, "Show the numbers"), h("div.dr-wide", { tabIndex: 0, role: "group", "aria-label": "Table" }));
    const save = (what, act) => h("button.dr-quiet", { type: "button", onclick: act }, `Save the ${what}`);
    this.copied = h("span.dr-status", { role: "status" });
    const link = h("button.dr-quiet", { type: "button", onclick: () => this.copy() }, "Copy the address of this state");
    this.saves = h("div.dr-actions", {}, save("picture", () => savePicture(this.figure, this.data.name)), save("table", () => download(`${this.data.name}.csv`, this.csv(), "text/csv")), link, this.copied);
    this.figure = h("figure.dr-figure", {}, this.title, this.frame, this.caption);
    const goals = h("div");
    widgets.goals.render({ model: this.goals, el: goals });
    root.replaceChildren(h("p.dr-ask", {}, this.data.question), goals, grid, this.figure, this.line, this.table, this.saves);
    if (!this.data.later) return;
    const invite = "More follows here when you have reached the last goal.";
    this.follows = laterModel({ key: this.data.name, html: this.data.later, invite, words: "Show it now" }, this.place);
    const later = root.appendChild(h("div"));
    widgets.later.render({ model: this.follows, el: later });
    mountBelow(this.place);
  }

  control({ name, kind, values, ...traits }) {
    const start = kind === "range" ? { value: this.values[name] } : { index: values.indexOf(this.values[name]) };
    const model = pageModel({ ...traits, ...start, shown: true }, () => {});
    model.save_changes = () => this.moved(name, kind === "range" ? model.get("value") : values[model.get("index")]);
    const fill = () => {
      if (kind === "range") model.set("value", this.values[name]);
      else model.set("index", values.indexOf(this.values[name]));
      model.set("shown", this.shown(name));
      model.set("idle", this.idle(name));
      model.changed();
    };
    this.models[name] = { model, fill };
    const el = h("div.dr-live");
    widgets[kind].render({ model, el });
    return el;
  }

  shown(name) {
    const goal = this.data.goals[this.goals.get("stage")];
    return !goal || goal.controls.includes(name);
  }

  // Why a control does nothing under the present choice, or "".
  idle(name) {
    const [other, value, reason] = this.data.when[name] ?? [];
    return other && this.values[other] !== value ? reason : "";
  }

  moved(name, value) {
    const { budget, memory } = this.data;
    this.values[name] = value;
    if (memory && name === memory.by) Object.assign(this.values, this.kept[value]);
    if (budget?.names.includes(name)) {
      const spent = budget.names.reduce((sum, other) => sum + (other === name ? 0 : this.values[other]), 0);
      this.values[name] = Math.min(value, Math.max(0, budget.most - spent));
    }
    this.keep();
    this.fill();
    this.draw();
    this.remember();
  }

  keep() {
    const { memory } = this.data;
    if (memory) this.kept[this.values[memory.by]] = Object.fromEntries(memory.names.map((name) => [name, this.values[name]]));
  }

  begin() {
    const goal = this.data.goals[this.goals.get("stage")];
    if (goal) Object.assign(this.values, this.data.start, goal.start);
    this.keep();
    this.fill();
    this.draw();
  }

  fill() {
    for (const { fill } of Object.values(this.models)) fill();
  }

  draw() {
    try {
      this.view = this.twin.state({ ...this.values, kept: this.kept }, this.twin.tables);
    } catch (error) {
      this.view = { error: `No picture for this setting: ${error.message}` };
    }
    const { view } = this;
    const wrong = Boolean(view.error);
    const stage = this.goals.get("stage");
    const free = stage >= this.data.goals.length;
    const more = free && view.later ? ` ${view.later}` : "";
    this.line.textContent = view.error ?? tied(view.line + more);
    this.alt = view.alt + more;
    for (const part of [this.caption, this.table, this.saves]) part.hidden = wrong;
    this.title.textContent = wrong ? "" : tied(view.title); // its room stays, so that the picture does not jump
    this.goals.set("reached", !wrong && Boolean(view.goals[stage]));
    if (free || (stage + 1 === this.data.goals.length && this.goals.get("reached"))) this.follows?.send();
    if (!wrong) {
      this.caption.firstChild.textContent = `${tied(view.caption)} `;
      const cell = (text, i) => (i ? h("td", {}, tied(text)) : h("th", { scope: "row" }, tied(text)));
      const heads = h("tr", {}, ...view.heads.map((text) => h("th", { scope: "col" }, text)));
      this.table.lastChild.replaceChildren(h("table", {}, h("thead", {}, heads), h("tbody", {}, ...view.rows.slice(0, 250).map((row) => h("tr", {}, ...row.map(cell))))));
    }
    this.picture();
  }

  width() {
    return Math.round(Math.max(280, Math.min(680, this.frame.clientWidth)));
  }

  picture() {
    if (this.drawn !== this.width()) this.tallest = 0;
    this.drawn = this.width();
    if (this.view.error) {
      this.frame.replaceChildren(h("p.dr-nothing", {}, this.view.error));
      return;
    }
    const { svg, height } = this.twin.picture(this.view.picture, this.drawn);
    this.frame.style.minHeight = `${(this.tallest = Math.max(this.tallest, height))}px`;
    this.frame.innerHTML = svg;
    this.frame.firstChild.setAttribute("role", "img");
    this.frame.firstChild.setAttribute("aria-label", this.alt);
    dress(this.figure);
  }

  state() {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(this.values)) query.set(name, value);
    if (this.data.memory) for (const [key, money] of Object.entries(this.kept)) {
      if (Object.values(money).some(Boolean)) query.set(`${this.data.memory.by}.${key}`, Object.values(money).join("_"));
    }
    return `#explorer-${this.data.name}?${query}`;
  }

  // In the address a moment later: browsers take only so many changes in a minute.
  remember() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      history.replaceState(null, "", this.state());
      if (this.data.memory) keepNote(`plans ${this.data.name}`, JSON.stringify(this.kept));
    }, 250);
  }

  async copy() {
    const address = location.href.split("#")[0] + this.state();
    history.replaceState(null, "", this.state());
    try {
      await navigator.clipboard.writeText(address);
      this.copied.textContent = "Copied. Whoever opens it sees this picture.";
    } catch {
      this.copied.textContent = "It stands in the address line of your browser: copy it there.";
    }
  }

  csv() {
    const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return `\ufeff${[this.view.heads, ...this.view.rows, [], [sourceOf(this.figure)]].map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
  }
}
