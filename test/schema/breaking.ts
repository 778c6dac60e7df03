import { expect } from 'vitest';
import { isObject, partsOf } from '../../src/schema/document.js';
import { checkDocument, type Kind } from '../../src/schema/index.js';

/** Takes a value out instead of putting one in. */
export const gone = Symbol('gone');

/**
 * A way to break a good document: what is put where (a JSON pointer), and what the one complaint and its fix must say.
 * The complaint must point there too, or at the object that lacks what is gone, or where the last part says.
 */
export type Breakage = readonly [at: string, value: unknown, says: string, fix?: string, reportedAt?: string];

/** Holds that exactly one problem is reported, at the right place and in the right words. */
export function expectBroken(kind: Kind, good: unknown, [at, value, says, fix = '', reportedAt]: Breakage): void {
  const problems = checkDocument(kind, broken(good, at, value));
  expect(problems.map(problem => `${problem.pointer}: ${problem.message}`)).toHaveLength(1);
  expect(problems[0]?.pointer).toBe(reportedAt ?? (value === gone ? at.slice(0, at.lastIndexOf('/')) : at));
  expect(problems[0]?.message).toContain(says);
  expect(problems[0]?.fix ?? '').toContain(fix);
}

/** A copy of the document with one value changed or gone. */
export function broken(good: unknown, at: string, value: unknown): unknown {
  const document: unknown = JSON.parse(JSON.stringify(good));
  const parts = partsOf(at);
  const last = parts.pop() ?? '';
  let parent = document;
  for (const part of parts) parent = (parent as Record<string, unknown>)[part];
  if (!isObject(parent) && !Array.isArray(parent)) throw new Error(`the good document has nothing at ${at}`);
  const target = parent as Record<string, unknown>;
  if (value === gone) delete target[last];
  else target[last] = value;
  return document;
}

/** The table of breakages with a name for each, as `it.each` wants it. */
export function named(breakages: readonly Breakage[]): [string, Breakage][] {
  return breakages.map(breakage => {
    const [at, value] = breakage;
    return [value === gone ? `without ${at}` : `${at} = ${JSON.stringify(value)}`, breakage];
  });
}
