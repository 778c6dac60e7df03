/**
 * The same expressions in every run, so that a change is judged by itself; SEED=$RANDOM looks for others. What such a run
 * finds becomes a row of a table.
 */
export const seed = Number(process.env.SEED ?? 2026);
