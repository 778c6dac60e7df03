import type { Fired } from './case.js';
import { edges } from './edges.js';
import { parts } from './parts.js';
import { restarts } from './restarts.js';
import { longPast } from './setup.js';
import { labelSets, rough, spreadOut, strangers, twins } from './several.js';
import { noTraffic } from './traffic.js';

/** What does not depend on the limit: several series, restarts, no traffic, half of the input, inner comparisons. */
export function structure(proof: Fired): void {
  labelSets(proof);
  rough(proof);
  strangers(proof);
  // What needs days of history is dear. A recorded value has tests of its own, in which these things are seen.
  if (proof.setup.start > longPast) {
    if (proof.rule.condition?.value.kind !== 'selector') parts(proof);
    return;
  }
  spreadOut(proof);
  twins(proof);
  restarts(proof);
  noTraffic(proof);
  parts(proof);
  edges(proof);
}
