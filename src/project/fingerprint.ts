import { hash } from './manifest.js';

/**
 * Hash of values: where they differ in anything that could show in what is generated, it differs. A function counts as
 * its text. Call sites in the bundle at `url` are left out: they follow from the content, which has a hash of its own.
 * Undefined for what has no such hash, e.g. a value that contains itself.
 */
export function fingerprint(values: unknown, url: string): string | undefined {
  const plain = (_: string, value: unknown): unknown => {
    switch (typeof value) {
      case 'number':
        if (Object.is(value, -0)) return tagged('number', '-0');
        return Number.isFinite(value) ? value : tagged('number', String(value));
      case 'undefined':
      case 'bigint':
      case 'symbol':
      case 'function':
        return tagged(typeof value, String(value));
      case 'object':
        if (value instanceof Map || value instanceof Set) return tagged('entries', [...value]);
        if (value instanceof RegExp) return tagged('regex', String(value));
        return (value as { file?: unknown } | null)?.file === url ? tagged('call site', '') : value;
      default:
        return value;
    }
  };
  try {
    return hash(JSON.stringify(values, plain)).slice(0, 32);
  } catch {
    return undefined;
  }
}

/** Unlike anything that JSON makes of other values. */
const tagged = (kind: string, content: unknown) => ({ '': [kind, content] });
