// What an edition gives to all modules; shells/lab.js and shells/web.js fill it in.
export const shell = {
  course: { lessons: [], exercises: [], tests: {}, form: {} },
  own: {}, // what can be done with the whole record: record-tools.js
  explained: () => new Promise(() => {}), // both tests with keys and explanations
  wake: () => {}, // brings to life what stands in an element that was filled just now
  lost: "", // said of what is to be kept when nobody answers
  kept: "", // said of what an exercise has kept, where that is not what everybody expects; save: what to do then
  save: "",
  pause: 0, // milliseconds after which what is typed is kept
  ask: () => new Promise(() => {}), // (type, content, late) -> answer of whoever asked a sealed task
  answered: () => document.dispatchEvent(new Event("dr-answered")), // an answer to an exercise has changed
  dress: () => {}, // (what stands of a task, the task, its part): how an exercise shows it (exercise/dress.js)
  until: () => {}, // a signal that ends what a page has left that was begun anew, where there is such a thing
  aloft: () => {}, // shows a line in the bar above a page, where there is one
  // Explorers: a promise that waits until one is worth its start, the translated model, its state in the page's address, buttons beside *Save*, and a table that it lacks.
  near: async () => {},
  twin: () => {},
  addressed: () => null,
  remember: () => {},
  ways: () => [],
  lacking: () => {},
};
