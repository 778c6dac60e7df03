import { TelltaleError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';

/** Why something in the prose cannot be resolved. */
export const refusal = (message: string, fix: string): TelltaleError => new TelltaleError(message, { fix });

/** A name that is not among those that are known. */
export function unknown(what: string, name: string, known: readonly string[]): TelltaleError {
  const close = nearest(name, known);
  const all = [...new Set(known)];
  const list = all.length > 12 ? `${all.slice(0, 12).join(', ')}, …` : all.join(', ');
  return refusal(
    `there is no ${what} "${name}"`,
    close ? `write ${close}` : `use one of ${list || 'none: there is none here'}`,
  );
}
