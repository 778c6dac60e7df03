import { formatDuration, milliseconds } from '../../core/durations.js';

/** A time as people on call read it: UTC, seconds only where there are some. */
export function when(time: number): string {
  const text = new Date(time).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, time % 60_000 === 0 ? 16 : 19)}`;
}

/** A length of time: `1h6m`, days where it is more than two. */
export function long(ms: number): string {
  const rounded = ms >= 60_000 ? Math.round(ms / 1000) * 1000 : Math.round(ms);
  const days = Math.floor(rounded / 86_400_000);
  if (days < 2) return formatDuration(milliseconds(rounded));
  const rest = rounded - days * 86_400_000;
  return `${days}d${rest >= 60_000 ? formatDuration(milliseconds(Math.floor(rest / 60_000) * 60_000)) : ''}`;
}

/** A value in at most five digits. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(5)));
}

/** `job="a", queue="mail"`; what comes from a server does not move the cursor. */
export function labelText(labels: Readonly<Record<string, string>>, without: readonly string[] = []): string {
  const pairs = Object.entries(labels).filter(([name]) => !without.includes(name));
  return clean(pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', '));
}

/** What comes from elsewhere does not move the cursor. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
