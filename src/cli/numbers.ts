import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number. */
export function integer(least: number, most: number) {
  return (text: string): number => {
    const n = Number(text);
    if (/^\d+$/.test(text) && n >= least && n <= most) return n;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

/** Reads an option that is a number above 0. */
export function positive(text: string): number {
  const n = Number(text);
  if (n > 0 && Number.isFinite(n)) return n;
  throw new InvalidArgumentError('Give a number above 0.');
}
