import type { Routing } from '../alertmanager/model.js';
import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import { TelltaleError } from '../core/errors.js';
import type { Dashboard } from '../grafana/model.js';
import type { LogAnalysis } from '../logs/model.js';
import type { RuleGroup } from '../prometheus/model.js';
import type { Waiver } from '../prometheus/mutation/waivers.js';
import type { AlertScenario } from '../prometheus/scenario/model.js';
import type { Runbooks } from '../runbooks/model.js';
import type { Simulation } from '../simulator/model.js';

/** The whole project in one value: what `telltale.config.ts` exports. */
export interface Project {
  readonly kind: 'project';
  readonly world: World;
  readonly site: Site;
  readonly groups: readonly RuleGroup[];
  readonly dashboards: readonly Dashboard[];
  /** Stories with their expected alerts. */
  readonly scenarios: readonly AlertScenario[];
  /** Where alerts go; without it nothing is written for Alertmanager. */
  readonly routing?: Routing;
  /** The pages that alerts link to; without them, they are somebody else's to write. */
  readonly runbooks?: Runbooks;
  /** What `telltale simulate` exports. */
  readonly simulation?: Simulation;
  /** What `telltale logs` knows of the application's logs. */
  readonly logs?: LogAnalysis;
  /** Mutants of rules that no test has to notice: `telltale test --mutate`. */
  readonly waivers: readonly Waiver[];
}

/** The parts of a project; what is left out is empty. */
export type ProjectParts = Pick<Project, 'world' | 'site'> & Partial<Omit<Project, 'kind'>>;

/**
 * Puts a project together. The order of groups and dashboards does not matter to what is generated.
 * @throws TelltaleError when a part is not what it should be.
 */
export function project(parts: ProjectParts): Project {
  const { groups = [], dashboards = [], scenarios = [], waivers = [] } = parts;
  need(parts.world, 'world', 'world', 'world(metrics)');
  need(parts.site, 'site', 'site', 'site({ … })');
  if (parts.routing) need(parts.routing, 'routing', 'routing', 'routing({ … })');
  if (parts.runbooks) need(parts.runbooks, 'runbooks', 'runbooks', "runbooks('folder', { … })");
  if (parts.simulation) need(parts.simulation, 'simulation', 'simulation', 'simulation({ … })');
  if (parts.logs) need(parts.logs, 'logs', 'logs', 'logAnalysis({ … })');
  for (const [name, list, make] of [
    ['groups', groups, 'group(…)'],
    ['dashboards', dashboards, 'dashboard(…)'],
    ['scenarios', scenarios, 'scenario(…)'],
    ['waivers', waivers, 'waive(…)'],
  ] as const) {
    if (!Array.isArray(list)) throw wrong(name, `a list of ${make}`);
    list.forEach((item, i) => {
      need(item, kinds[name] ?? name.slice(0, -1), `${name}[${i}]`, make);
    });
  }
  return Object.freeze({ ...parts, kind: 'project', groups, dashboards, scenarios, waivers });
}

/** Kinds that are not named as the part is. */
const kinds: Readonly<Record<string, string>> = { scenarios: 'alert-scenario' };

function need(value: unknown, kind: string, name: string, make: string): void {
  if ((value as { kind?: unknown } | undefined)?.kind !== kind) throw wrong(name, `what ${make} returns`);
}

function wrong(name: string, what: string): TelltaleError {
  return new TelltaleError(`project: ${name} is not ${what}`, { fix: `give ${what}` });
}
