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
  ['log2', log2],
  ['log10', value => log2(value) * 0.3010299956639812],
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

/** Go takes the binary exponent apart first; Math.log2 differs from that in the last bit. */
function log2(value: number): number {
  if (!(value > 0) || value === Infinity) return Math.log(value);
  let exponent = Math.floor(Math.log2(value)) + 1;
  let fraction = value / 2 ** exponent;
  if (fraction >= 1) [fraction, exponent] = [fraction / 2, exponent + 1];
  else if (fraction < 0.5) [fraction, exponent] = [fraction * 2, exponent - 1];
  return fraction === 0.5 ? exponent - 1 : Math.log(fraction) * Math.LOG2E + exponent;
}
