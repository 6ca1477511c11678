// What the widgets send to a kernel, and what a card says where none answers. The web edition answers by itself, so its pages
// have exports/web/page/mount.js in the place of this file: what is said here makes sense in JupyterLab only.
const SILENCE = 1500; // milliseconds after which a picture should have followed
const PATIENCE = 4000; // and what is to be kept should have been
const unheard = (what) => `${what}: the page is still starting, has lost its connection, or is open in another window too. If this stays, press ▶▶ above.`;
const LOST = {
  picture: unheard("This picture does not follow"),
  prediction: unheard("No answer yet"),
  sentence: unheard("Not kept yet"),
  question: unheard("Not kept yet"),
  form: `${unheard("Not kept yet")} What you chose comes back as far as it was kept.`,
  memo: `${unheard("Not kept yet")} Copy your text first, to be safe.`,
};

// The messages of one card. card: its name in LOST; silent(words) shows that nobody answers; heard() is for when somebody did.
function messages(model, card, silent) {
  let waiting = null;
  const lost = () => silent(LOST[card]);
  const send = (content) => {
    clearTimeout(waiting);
    waiting = setTimeout(lost, card === "prediction" ? SILENCE : PATIENCE);
    try {
      model.send(content);
    } catch {
      lost(); // the connection to the kernel is gone
    }
  };
  return { send, heard: () => clearTimeout(waiting) };
}

// Send what a control was moved to. A kernel answers each move (widgets/live.py).
function tell(model, root) {
  const move = model.get("moves") + 1;
  model.set("moves", move);
  clearTimeout(root.drWaiting);
  root.drWaiting = setTimeout(() => unanswered(root, model.get("heard") < move), SILENCE);
  try {
    model.save_changes(); // the widget manager keeps one message under way and only the newest waiting
  } catch {} // nobody there to send it to: the silence says so
}

function listen(model, root) {
  model.on("change:heard", () => model.get("heard") === model.get("moves") && unanswered(root, false));
}

// A model is gone. So is its place, where the cell ran again; where it is still there, nothing answers any more.
function abandoned(token) {
  setTimeout(() => document.querySelectorAll(`.${CSS.escape(token)} > .dr-control`).forEach((root) => unanswered(root, true)), SILENCE);
}

// One sentence for all controls of a card; while it is there, controls.css dims the picture.
function unanswered(root, yes) {
  const card = root.closest(".dr-controls")?.parentElement ?? root.parentElement?.parentElement;
  const line = card?.querySelector(":scope > .dr-lost") ?? (yes ? card?.appendChild(h("p.dr-lost", { role: "status" })) : null);
  if (yes && line) line.textContent = LOST.picture;
  else line?.remove();
}
