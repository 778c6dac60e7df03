/** A non-negative number in decimal: `0.digits × 10^point`, no trailing zeros; no digits for zero. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** `%g` as Go prints it: so many significant digits, or as many as tell the number apart when left out. */
export function formatG(value: number, precision?: number): string {
  return signed(value, magnitude => {
    const shown = precision === undefined ? shortest(magnitude) : round(exact(magnitude), Math.max(precision, 1));
    const { digits, point } = shown;
    const exponent = point - 1;
    if (exponent < -4 || exponent >= largestPlain(shown, precision)) return scientific(shown, digits.length - 1);
    return fixed(shown, Math.max(digits.length - point, 0));
  });
}

/** From which exponent on `%g` turns to scientific notation. */
function largestPlain({ digits, point }: Decimal, precision: number | undefined): number {
  if (precision === undefined) return 6;
  const wanted = Math.max(precision, 1);
  return wanted > digits.length && digits.length >= point ? digits.length : wanted;
}

/** `%f`: so many digits after the point, ties to even as Go rounds the exact binary value. */
export function formatF(value: number, precision: number): string {
  return signed(value, magnitude => {
    const all = exact(magnitude);
    return fixed(round(all, all.point + precision), precision);
  });
}

/** `%e`: one digit, the point, so many digits, and an exponent of at least two digits. */
export function formatE(value: number, precision: number): string {
  return signed(value, magnitude => scientific(round(exact(magnitude), precision + 1), precision));
}

function signed(value: number, format: (magnitude: number) => string): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return (value < 0 || Object.is(value, -0) ? '-' : '') + format(Math.abs(value));
}

function fixed({ digits, point }: Decimal, decimals: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const fraction = ('0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0))).slice(0, decimals);
  return decimals > 0 ? `${whole}.${fraction.padEnd(decimals, '0')}` : whole;
}

function scientific({ digits, point }: Decimal, decimals: number): string {
  const exponent = digits === '' ? 0 : point - 1;
  const fraction = decimals > 0 ? `.${digits.slice(1, decimals + 1).padEnd(decimals, '0')}` : '';
  return `${digits[0] ?? '0'}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** The fewest digits that still tell the number apart. */
function shortest(magnitude: number): Decimal {
  if (magnitude === 0) return { digits: '', point: 0 };
  const [mantissa = '', exponent = '0'] = magnitude.toExponential().split('e');
  return trimmed(mantissa.replace('.', ''), Number(exponent) + 1);
}

/** All digits of the binary value: JavaScript's own rounding is away from zero at ties, Go's is to even. */
function exact(magnitude: number): Decimal {
  if (magnitude === 0) return { digits: '', point: 0 };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  const power = (biased === 0 ? 1 : biased) - 1075;
  if (power >= 0) {
    const digits = String(mantissa << BigInt(power));
    return trimmed(digits, digits.length);
  }
  const digits = String(mantissa * 5n ** BigInt(-power));
  return trimmed(digits, digits.length + power);
}

function trimmed(digits: string, point: number): Decimal {
  const end = digits.replace(/0+$/, '');
  return end === '' ? { digits: '', point: 0 } : { digits: end, point };
}

/** The first `count` digits, the rest rounded, ties to even. */
function round(decimal: Decimal, count: number): Decimal {
  const { digits, point } = decimal;
  if (count >= digits.length) return decimal;
  if (count < 0) return { digits: '', point: 0 };
  const kept = digits.slice(0, count);
  const next = digits[count] as string;
  const tie = next === '5' && digits.length === count + 1;
  const up = tie ? count > 0 && Number(kept[count - 1]) % 2 === 1 : next >= '5';
  if (!up) return trimmed(kept, point);
  const more = String(BigInt(kept || '0') + 1n).padStart(kept.length, '0');
  return trimmed(more, point + more.length - kept.length);
}
