import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../core/durations.js';
import { readTime } from '../logs/fields.js';

/** Reads an option that is a point in time, into milliseconds since the epoch. */
export function moment(text: string): number {
  const ago = parseDuration(text);
  const time = ago ? Date.now() - ago.ms : readTime(text);
  if (time !== undefined) return time;
  throw new InvalidArgumentError('Give a date, a time (2026-07-14T09:00Z), or how long ago (90m, 24h, 7d).');
}
