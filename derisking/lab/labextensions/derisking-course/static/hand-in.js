// The button "Hand in", where the course is on a hub: the file goes to the place for hand-ins, and a receipt comes back.
const MONTHS = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
const receipt = ({ time, sha256 }) => `Handed in on ${new Date(time).toLocaleString("en-GB", MONTHS)}. Receipt: ${sha256.slice(0, 12)}.`;

// connection: JupyterLab's ServerConnection. save: saves the page that is handed in.
export function handIn(made, connection, panel, save) {
  const settings = connection.makeSettings();
  const ask = async (method) => {
    const answer = await connection.makeRequest(`${settings.baseUrl}derisking/hand-in/${panel.context.path}`, { method }, settings).catch(() => null);
    const words = await answer?.json().catch(() => null);
    return answer?.ok && words ? words : { error: words?.error ?? "No connection, so nothing was handed in: try again in a minute." };
  };
  const told = made("p", { className: "dr-receipt" });
  told.setAttribute("role", "status");
  const tell = (words, none) => (told.textContent = words.error ?? (words.time ? receipt(words) : none));
  const send = async () => {
    now.disabled = true;
    told.textContent = "Handing in …";
    await save();
    tell(panel.context.model.dirty ? { error: "This page could not be saved, so nothing was handed in." } : await ask("POST"), "");
    now.disabled = false;
  };
  const now = made("button", { type: "button", className: "dr-send", textContent: "Hand in now", onclick: send });
  const about = "Your teacher gets this exercise as it stands now, and your quiz record if you have shared it on My progress. You can hand in again.";
  const shown = made("div", { className: "dr-panel dr-hand-in" }, made("p", { textContent: about }), now, told);
  shown.setAttribute("role", "group");
  shown.setAttribute("aria-label", "Hand in");
  const outside = ({ target }) => shown.contains(target) || target === button || open(false);
  const open = (yes) => {
    if (yes) panel.node.append(shown), now.focus();
    else shown.remove();
    document[yes ? "addEventListener" : "removeEventListener"]("pointerdown", outside, true);
    button.setAttribute("aria-expanded", String(yes));
  };
  const button = made("button", { type: "button", textContent: "Hand in", onclick: async () => {
    open(!shown.isConnected);
    if (shown.isConnected && !told.textContent) tell(await ask("GET"), "You have not handed in this exercise yet.");
  } });
  button.setAttribute("aria-expanded", "false");
  shown.addEventListener("keydown", ({ key }) => key === "Escape" && (open(false), button.focus()));
  return button;
}
