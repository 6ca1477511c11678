// An explorer: controls, the translated model, and a picture of the width that is there.
import { download, dress, savePicture, sourceOf } from "../../lab/labextensions/derisking-course/static/figures.js";
import * as controls from "./controls.js";
import { h } from "./dom.js";
import { goals } from "./goals.js";
import { coins, glide, handles, still } from "./handles.js";
import { later } from "./later.js";
import { NOTE, eventsOf, goalsOf, keepNote, noted, parsed } from "./record.js";
import { shell } from "./shell.js";
import { $ } from "./twin.js";

// The still picture, which is nearly as tall, stays until the moving one is there: so nothing jumps.
export async function explorer(root, data, place) {
  const still = place.querySelector(".dr-still");
  if (still) still.textContent = "This is the picture at its start. One moment, and you can move it.";
  const asked = shell.addressed(data, place);
  if (!asked) await shell.near(place);
  const twin = await shell.twin(data);
  root.classList.add("dr-explorer", `dr-of-${data.name}`);
  new Explorer(root, data, twin($), asked);
  if (asked && performance.getEntriesByType("navigation")[0]?.type !== "reload") place.scrollIntoView(); // a reload keeps the place
}

const plays = ({ walk }) => typeof walk === "string";

// Of settings that come back those that fit: for each choice of the control `by` each is one that its control has, and the sum is within the budget.
export function fitting({ controls, memory, budget }, found) {
  const kept = {};
  const sound = (name, part) => {
    const { kind, min, max, values } = controls.find((control) => control.name === name);
    return kind === "range" ? part >= min && part <= max : values.includes(part);
  };
  for (const key of memory ? controls.find((control) => control.name === memory.by).values : []) {
    const money = memory.names.map((name, i) => found(key, name, i));
    const fits = memory.names.every((name, i) => sound(name, money[i])) && (!budget || money.reduce((a, b) => a + b, 0) <= budget.most);
    if (fits) kept[key] = Object.fromEntries(memory.names.map((name, i) => [name, money[i]]));
  }
  return kept;
}

// As `_said` of explore/base.py: apostrophes are curled, and no line ends between a number and its unit.
const tied = (text) => String(text).replaceAll("'", "’").replace(/(\d) (?=\d{3}(?!\d)|[%‰]|(?:million|billion|points?)\b)/g, "$1\u00a0");

const source = (href) => h("a", { href, target: "_blank", rel: "noopener" }, "Open the source");

class Explorer {
  // asked: what an address says about it, {values, kept, stage}, or null.
  constructor(root, data, twin, asked) {
    const found = data.keeps && parsed(noted(NOTE.plans(data.name)));
    const earlier = data.memory && found;
    const kept = asked?.kept ?? (earlier ? fitting(data, (key, name) => earlier[key]?.[name]) : {});
    Object.assign(this, { data, twin, kept, values: { ...data.start }, controls: {}, tables: data.tables ?? twin.tables });
    this.met = new Set(goalsOf(data.name)); // a goal that was reached once stays reached, wherever the controls go
    this.stage = asked?.stage ?? (earlier ? this.left() : 0);
    this.parts(root);
    Object.assign(this.values, asked?.values ?? data.goals[this.stage]?.start);
    if (found && !earlier && !asked) for (const { name } of data.controls) this.values[name] = found[name] ?? this.values[name];
    if (earlier && !asked) Object.assign(this.values, kept[this.values[data.memory.by]]);
    this.renew();
    if (data.after) document.addEventListener("dr-answered", () => this.guessed !== this.knew && this.renew()); // the guess may be made later than the stamps; a picture drawn anew for nothing loses a click
    new ResizeObserver(() => this.width() !== this.drawn && this.picture()).observe(this.frame);
  }

  parts(root) {
    const [grid, below] = [h("div.dr-controls"), h("div.dr-controls")]; // coins lie on the picture: the ranges that hold their numbers stand below it
    const coined = this.data.budget?.names;
    for (const control of this.data.controls) {
      this.controls[control.name] = controls[control.kind](control, (value) => this.moved(control.name, value));
      (coined && coined.includes(control.name) ? below : grid).append(this.controls[control.name].node);
    }
    for (const name of this.data.memory?.once ? this.data.memory.names : []) this.controls[name].node.addEventListener("keydown", (event) => /^Arrow/.test(event.key) && (event.preventDefault(), event.target.showPicker?.())); // opens the list, since it counts once
    this.goals = goals(this.data.goals, (stage) => this.begin(stage));
    this.line = h("p.dr-line", { role: "status" });
    this.title = h("p.dr-title");
    this.frame = h("div.dr-svg.dr-frame", { onclick: ({ target }) => this.clicked(target) });
    this.handles = handles(this.frame, grid, this.controls);
    if (this.data.budget) coins(this.frame, this.controls);
    this.frame.addEventListener("dr-back", ({ detail: closed }) => {
      this.lacks = closed ? "No coins go there in this goal." : "";
      this.draw();
    });
    this.assumed = h("details", {}, h("summary", {}, "How exact is this? What is assumed and left out"), h("p"));
    this.caption = h("figcaption", {}, h("span"), this.assumed, h("span", { html: `Source: ${this.data.source}` }));
    this.table = h("details", {}, h("summary", {}, "Show the numbers"), h("div.dr-wide", { tabIndex: 0, role: "group", "aria-label": "Table" }));
    this.table.open = this.data.controls.some(plays) && still.matches; // the list in place of what plays
    const save = (what, act) => h("button.dr-quiet", { type: "button", onclick: act }, `Save the ${what}`);
    this.saves = h("div.dr-actions", {}, save("picture", () => savePicture(this.figure, this.data.name)), save("table", () => download(`${this.data.name}.csv`, this.csv(), "text/csv")), ...shell.ways(this));
    this.figure = h("figure.dr-figure", {}, this.title, this.frame, this.caption);
    root.replaceChildren(h("div.dr-model", {}, h("p.dr-ask", {}, this.data.question), this.goals.node, grid, this.figure, ...(coined ? [below] : []), this.line, this.table, this.saves, this.goals.flag ?? ""));
    // What a slider only passes while it is dragged is not reached: it counts where it is let go.
    root.addEventListener("pointerdown", ({ target }) => (this.drags = Boolean(target.closest("[type=range], [data-x], [data-y]"))));
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => this.drags && ((this.drags = false), this.draw()));
    if (!this.data.later) return;
    const invite = "Our last word on this picture comes when you have reached the last goal.";
    this.follow = later(root.appendChild(h("div")), { key: this.data.name, html: this.data.later, invite, words: "Show it now" });
  }

  get guessed() {
    return !this.data.after || eventsOf("prediction", ...this.data.after).length > 0;
  }

  get free() {
    return this.stage >= this.data.goals.length;
  }

  // With plans of an earlier day: the first goal that is not reached and shows all that the plan holds; without one all is free.
  left() {
    const { goals, memory } = this.data;
    const fits = ({ place, controls, start: own }) => !this.met.has(place) && memory.names.every((name) => controls.includes(name) || !this.kept[own[memory.by]]?.[name]);
    return goals.findIndex(fits) < 0 ? goals.length : goals.findIndex(fits);
  }

  // Why a control does nothing under the present choice, or "".
  idle(name) {
    const [other, value, reason] = this.data.when[name] ?? [];
    return other && ![value].flat().includes(this.values[other]) ? reason : (this.data.memory?.names.includes(name) && this.values[name] !== this.data.start[name] && this.data.memory.once) || "";
  }

  moved(name, value) {
    const { budget, memory } = this.data;
    this.values[name] = value;
    this.lacks = "";
    this.glides = this.data.controls.find((control) => control.name === name).kind !== "range";
    if (memory && name === memory.by) Object.assign(this.values, this.kept[value] ?? (memory.anew ? Object.fromEntries(memory.names.map((one) => [one, this.data.start[one]])) : {}));
    if (budget?.names.includes(name)) {
      const spent = budget.names.reduce((sum, other) => sum + (other === name ? 0 : this.values[other]), 0);
      this.values[name] = Math.min(value, Math.max(0, budget.most - spent));
      if (this.values[name] < value) this.lacks = `All ${budget.most} are spent. Take some back elsewhere first.`;
    }
    this.renew();
    if (this.view?.held) { // asks for something else first, and goes back
      Object.assign(this.values, this.view.held);
      this.lacks = this.view.lacks;
      this.renew();
    }
    this.remember(name);
  }

  // What has the thing that was clicked gives it back; else the first that has nothing takes it, or the last.
  clicked(target) {
    const offers = Object.values(this.controls).flatMap((control) => control.offer?.(target) ?? []);
    (offers.find((one) => one.has) ?? offers.find((one) => one.free) ?? offers.at(-1))?.take();
  }

  begin(stage) {
    this.stage = stage;
    this.told = -1;
    this.drawn = 0; // another picture, as tall as it is
    this.figure.querySelector(":scope > .dr-read > input")?.removeAttribute("aria-valuetext"); // what was tapped belongs to the goal before
    this.lacks = "";
    Object.assign(this.values, this.free ? {} : { ...this.data.start, ...this.data.goals[stage].start });
    if (this.data.keeps && this.data.memory?.anew) Object.assign(this.values, this.kept[this.values[this.data.memory.by]]); // what was judged stays judged
    this.renew();
  }

  renew() {
    const { memory, goals } = this.data;
    if (memory) this.kept[this.values[memory.by]] = Object.fromEntries(memory.names.map((name) => [name, this.values[name]]));
    for (const [name, control] of Object.entries(this.controls)) {
      control.node.hidden = (!this.free && !goals[this.stage].controls.includes(name)) || Boolean(this.data.budget && this.data.when[name] && this.idle(name) && Object.keys(this.data.when).some((one) => !this.idle(one))); // another takes its place
      control.fill(this.values[name], this.idle(name), this.free ? undefined : goals[this.stage].among[name]);
    }
    this.draw();
  }

  draw() {
    try {
      this.view = this.twin.state({ ...this.values, kept: this.kept, free: this.free, guessed: (this.knew = this.guessed) }, this.tables);
    } catch (error) {
      if (error.lacks) return shell.lacking(this, error.lacks); // the picture stays until it has come
      this.view = { error: `No picture for this setting: ${error.message}` };
    }
    const { view } = this;
    const wrong = Boolean(view.error);
    const more = this.free && view.later ? ` ${view.later}` : "";
    const now = !this.free && !wrong && view.goals[this.stage];
    if (now && !this.drags) this.meet((this.told = this.stage));
    if (view.held || (now && !this.there)) for (const { node } of Object.values(this.controls)) node.dispatchEvent(new Event("dr-halt"));
    this.there = now;
    const reached = this.met.has(this.data.goals[this.stage]?.place);
    this.line.textContent = view.error ?? tied(`${this.lacks || view.nudge || view.way || ""} ${view.line}${more}`.trim());
    if (view.link) this.line.append(" ", source(view.link));
    this.alt = view.alt + more;
    for (const part of [this.caption, this.table, this.saves]) part.hidden = wrong;
    this.title.textContent = wrong ? "" : (!now && this.lacks) || tied(view.title); // its room stays, so that the picture does not jump
    this.goals.show(this.stage, reached, now, view.judged?.[this.stage], view.way, this.told === this.stage);
    if (this.free || (reached && this.stage + 1 === this.data.goals.length)) this.follow?.();
    if (!wrong) {
      this.caption.firstChild.textContent = `${tied(view.caption)} `;
      this.assumed.lastChild.textContent = tied(view.assumes ?? "");
      this.assumed.hidden = !view.assumes;
      const cell = (text, i) => (i ? h("td", {}, text.startsWith("https://") ? source(text) : tied(text)) : h("th", { scope: "row" }, tied(text)));
      const heads = h("tr", {}, ...view.heads.map((text) => h("th", { scope: "col" }, text)));
      this.table.lastChild.replaceChildren(h("table", {}, h("thead", {}, heads), h("tbody", {}, ...view.rows.slice(0, 250).map((row) => h("tr", {}, ...row.map(cell))))));
    }
    this.picture();
  }

  meet(stage) {
    const { place } = this.data.goals[stage];
    if (this.met.has(place)) return;
    this.met.add(place);
    keepNote(NOTE.goals(this.data.name), JSON.stringify([...this.met]));
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
    glide(this.frame, this.glides, () => (this.frame.innerHTML = svg));
    this.glides = false;
    this.handles();
    this.frame.firstChild.setAttribute("role", "img");
    this.frame.firstChild.setAttribute("aria-label", this.alt);
    dress(this.figure);
  }

  // Plans outlive the page, and whatever else remembers is told, a moment later: browsers take only so many changes in a minute.
  // Of coins without such plans the first result stays: who moves them later knows how it came out.
  remember(name) {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      shell.remember(this);
      if (this.data.keeps) keepNote(NOTE.plans(this.data.name), JSON.stringify(this.data.memory ? this.kept : { ...this.values, line: this.view.line, row: this.view.rows?.[0] }));
      shell.answered();
      const late = this.data.budget && !this.data.memory && (this.data.budget.names.includes(name) || noted(NOTE.result(this.data.name)));
      if (this.view.result?.length && !late) keepNote(NOTE.result(this.data.name), JSON.stringify(this.view.result));
    }, 250);
  }

  csv() {
    const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return `\ufeff${[this.view.heads, ...this.view.rows, [], [sourceOf(this.figure)]].map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
  }
}
