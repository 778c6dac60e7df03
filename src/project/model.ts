import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import type { Dashboard } from '../grafana/model.js';
import type { RuleGroup } from '../prometheus/model.js';

/** The whole project in one value: what `telltale.config.ts` exports. */
export interface Project {
  readonly kind: 'project';
  readonly world: World;
  readonly site: Site;
  readonly groups: readonly RuleGroup[];
  readonly dashboards: readonly Dashboard[];
}

/** Puts a project together. The order of groups and dashboards does not matter to what is generated. */
export function project(parts: Omit<Project, 'kind'>): Project {
  return Object.freeze({ ...parts, kind: 'project' });
}
