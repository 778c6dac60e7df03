/** Functions that change each value by itself, by name; they drop the metric's name. */
export const instantFunctions: ReadonlyMap<string, (value: number, ...args: number[]) => number> = new Map<
  string,
  (value: number, ...args: number[]) => number
>([
  ['abs', Math.abs],
  ['ceil', Math.ceil],
  ['floor', Math.floor],
  ['sqrt', Math.sqrt],
  ['exp', Math.exp],
  ['ln', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['sgn', Math.sign],
  ['round', (value, to = 1) => Math.floor(value * (1 / to) + 0.5) / (1 / to)],
  ['clamp', (value, low = NaN, high = NaN) => Math.max(low, Math.min(high, value))],
  ['clamp_min', (value, low = NaN) => Math.max(low, value)],
  ['clamp_max', (value, high = NaN) => Math.min(high, value)],
  ['minute', value => utc(value).getUTCMinutes()],
  ['hour', value => utc(value).getUTCHours()],
  ['day_of_week', value => utc(value).getUTCDay()],
  ['day_of_month', value => utc(value).getUTCDate()],
  ['month', value => utc(value).getUTCMonth() + 1],
  ['year', value => utc(value).getUTCFullYear()],
]);

/** Those that take the evaluation time when they get no argument. */
export const calendar = new Set(['minute', 'hour', 'day_of_week', 'day_of_month', 'month', 'year']);

const utc = (seconds: number) => new Date(Math.trunc(seconds) * 1000);
