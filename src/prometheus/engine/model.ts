import type { Node } from '../../promql/ast.js';
import type { Labels } from './labels.js';
import type { Storage } from './storage.js';

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** What an expression gives at one moment. */
export type Result = number | readonly Sample[];

/** One moment at which expressions are evaluated. */
export interface Moment {
  readonly storage: Storage;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The step of subqueries that name none: the evaluation interval. */
  readonly step: number;
}

/** What Prometheus would refuse at evaluation, or what this engine does not know. */
export class EvaluationFault extends Error {
  constructor(
    message: string,
    readonly node: Node,
  ) {
    super(message);
  }
}
