// Pictures that go with the answer to a task, as tasks.yaml names them: drawn from what stands in the form, they tell more once it is checked.
import { rows } from "./pictures/bins.js";
import { bar, lines, promises, ruler, years } from "./pictures/lines.js";
import { halves, sellers, specks, times } from "./pictures/squares.js";
import { chain, steps } from "./pictures/steps.js";
import { store, swing } from "./pictures/stocks.js";
import { coins, lacking, plans, split } from "./pictures/tables.js";
import { filling, machine, sold } from "./pictures/wafers.js";

export const pictures = {
  bar, chain, coins, wafer: filling, halves, lacking, lines, machine, plans, promises, rows,
  ruler, sellers, sold, specks, split, steps, store, swing, times, years,
};
