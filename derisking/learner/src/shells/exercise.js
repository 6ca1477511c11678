// What only the pages of exercises load in the web edition: a file of its own, so that no lesson waits for it.
import { dress } from "../exercise/dress.js";
import { first } from "../exercise/first.js";
import { printed } from "../exercise/printed.js";

globalThis.deriskingExercise = { dress, first, printed };
