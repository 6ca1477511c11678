// One card in JupyterLab: it holds data, and waits for the runtime of its kernel, which comes once and not with every card.
import { room } from "./rooms.js";

export default {
  initialize({ model }) {
    let leave = null;
    room(model.get("room")).opened.then((lab) => (leave = lab.live(model)));
    return () => leave?.();
  },
  // For front ends that create no model without a view, as some editors do.
  render({ model, el }) {
    room(model.get("room")).opened.then((lab) => lab.ordinary(model, el));
  },
};
