// Where the cards of a kernel meet its runtime, whichever of them comes first: opened is a promise of the shell, open(shell) keeps it.
const rooms = (globalThis[Symbol.for("derisking.rooms")] ??= {});

export function room(name) {
  if (!rooms[name]) {
    let open;
    const opened = new Promise((found) => (open = found));
    rooms[name] = { opened, open };
  }
  return rooms[name];
}
