import type { Site } from '../../catalog/site.js';
import { compare } from '../../core/findings.js';
import type { RuleGroup } from '../model.js';
import { evaluationOrder } from '../proof/closure.js';
import type { SourceOf } from '../render.js';
import type { AlertScenario } from './model.js';

/** What a scenario's test follows from. */
export interface Play {
  readonly scenario: AlertScenario;
  /** All rules, groups in the order of evaluation. */
  readonly groups: readonly RuleGroup[];
  readonly site: Site;
  /** The file that the scenario is defined in. */
  readonly source: string | undefined;
}

/** The plays of a project, by name. */
export function plays(
  scenarios: readonly AlertScenario[],
  groups: readonly RuleGroup[],
  site: Site,
  sourceOf: SourceOf = () => undefined,
): Play[] {
  const ordered = evaluationOrder(groups);
  return [...scenarios]
    .sort((a, b) => compare(a.name, b.name))
    .map(scenario => ({ scenario, groups: ordered, site, source: sourceOf(scenario.site) }));
}
