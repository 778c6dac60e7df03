import type { Routing } from '../alertmanager/model.js';
import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import type { Dashboard } from '../grafana/model.js';
import type { AlertingRule, RuleGroup } from '../prometheus/model.js';

/** What a page is made of besides its prose: the project, and the rules of the page's alert. */
export interface Context {
  readonly world: World;
  readonly site: Site;
  readonly groups: readonly RuleGroup[];
  readonly dashboards: readonly Dashboard[];
  readonly routing?: Routing;
  /** Empty on pages that are not an alert's. */
  readonly rules: readonly AlertingRule[];
}
