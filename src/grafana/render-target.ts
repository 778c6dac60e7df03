import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import type { Node } from '../promql/ast.js';
import { number } from '../promql/nodes.js';
import { mul } from '../promql/operators.js';
import { print } from '../promql/print.js';
import { type InspectedQuery, unitOf } from './inspect.js';
import { scope } from './scope.js';
import { sdk } from './sdk.js';
import { dateFactor } from './units.js';

/** What rendering knows besides the panel itself. */
export interface Context {
  readonly world: World;
  readonly site: Site;
}

/** How panels and targets refer to their datasource: by the variable, so that one dashboard serves several. */
export const datasources = {
  prometheus: { type: 'prometheus', uid: '${datasource}' },
  loki: { type: 'loki', uid: '${loki_datasource}' },
} as const;

/** A Prometheus target of a panel, as far as all panels have it alike. */
export function target(query: InspectedQuery, { world }: Context) {
  return new sdk.prometheus.DataqueryBuilder()
    .refId(query.refId)
    .datasource(datasources.prometheus)
    .editorMode(sdk.prometheus.QueryEditorMode.Code)
    .expr(print(scope(inGrafanaScale(query), world)));
}

function inGrafanaScale({ expr, inferred }: InspectedQuery): Node {
  const unit = unitOf(inferred);
  const factor = unit ? dateFactor(unit) : 1;
  return factor === 1 ? expr : mul(expr, number(factor));
}
