import { TelltaleError } from '../core/errors.js';

/**
 * What stops the parser, with the stretch of text it is about. Thrown and caught inside the parser; callers of
 * `parse` get it as a value.
 */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';

  constructor(
    message: string,
    readonly from: number,
    readonly to: number,
  ) {
    super(message);
  }
}

/**
 * How deep an expression may nest. Prometheus has no limit of its own, but its own tools and everything that walks a
 * tree here recurse; five hundred is far above anything that a person or a generator needs.
 */
export const maxDepth = 500;

/** What printing and rebuilding a tree throws when it nests deeper than that. */
export function tooDeep(): TelltaleError {
  return new TelltaleError(`an expression nests more than ${maxDepth} deep`, { fix: 'split it with a recording rule' });
}
