import { parseRe2 } from './re2.js';

/** Why Prometheus (Go's RE2) would not compile the pattern; undefined when it would. */
export function checkRegex(pattern: string): string | undefined {
  const parsed = parseRe2(pattern);
  return 'error' in parsed ? parsed.error : undefined;
}

/** Whether a pattern that compiles matches the empty value, and with it a series that lacks the label. */
export function matchesEmpty(pattern: string): boolean {
  const parsed = parseRe2(pattern);
  return 'error' in parsed ? false : parsed.empty;
}

/**
 * Whether a matcher's pattern, anchored at both ends as Prometheus does it, matches the value. Undefined when the
 * pattern does not compile or has no equivalent here.
 */
export function anchoredMatches(pattern: string, value: string): boolean | undefined {
  if (value === '') {
    const parsed = parseRe2(pattern);
    return 'error' in parsed || parsed.source === undefined ? undefined : parsed.empty;
  }
  return compiled(pattern)?.test(value);
}

const cache = new Map<string, RegExp | undefined>();

function compiled(pattern: string): RegExp | undefined {
  if (cache.has(pattern)) return cache.get(pattern);
  const regex = compile(pattern);
  if (cache.size >= 1000) cache.clear();
  cache.set(pattern, regex);
  return regex;
}

function compile(pattern: string): RegExp | undefined {
  const parsed = parseRe2(pattern);
  if ('error' in parsed || parsed.source === undefined) return undefined;
  try {
    return new RegExp(parsed.source, 'u');
  } catch {
    return undefined;
  }
}
