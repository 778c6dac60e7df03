/**
 * A number literal's value, read as Prometheus 2.42 reads it: first as a whole number in Go's notations (`0x1f`,
 * `0755` is octal), then as a decimal fraction. Undefined when it is neither, or too large for a float.
 */
export function parseNumber(text: string): number | undefined {
  if (/^(?:0|[1-9]\d*)$/.test(text)) return finite(Number(text));
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) {
    const value = BigInt(text);
    return value <= maxInt64 ? Number(value) : undefined;
  }
  if (/^0[0-7]+$/.test(text)) {
    const value = BigInt(`0o${text.slice(1)}`);
    if (value <= maxInt64) return Number(value);
  }
  if (/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return finite(Number(text));
  const word = text.toLowerCase();
  return word === 'inf' ? Number.POSITIVE_INFINITY : word === 'nan' ? Number.NaN : undefined;
}

const maxInt64 = 0x7fff_ffff_ffff_ffffn;

const finite = (value: number) => (Number.isFinite(value) ? value : undefined);

/** The shortest text that reads back as the same number: `0.1`, `1e+21`, `Inf`, `NaN`. */
export function formatNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf';
}
