import type { World } from '../catalog/world.js';
import type { Unit } from '../core/units.js';
import { infer } from '../infer/infer.js';
import type { Inferred } from '../infer/model.js';
import type { Node } from '../promql/ast.js';
import { type Dashboard, type Panel, panelQueries, type Row, refId } from './model.js';
import { grafanaUnit } from './units.js';

/** A query with what the inference says of it. */
export interface InspectedQuery {
  readonly refId: string;
  readonly expr: Node;
  readonly inferred: Inferred;
}

/** What the queries of a panel return, in their order. */
export function inspectQueries(panel: Panel, world: World): InspectedQuery[] {
  return panelQueries(panel).map(({ expr }, i) => ({ refId: refId(i), expr, inferred: infer(expr, world) }));
}

/** The unit of a query, undefined where it cannot be told. */
export function unitOf({ unit }: Inferred): Unit | undefined {
  return typeof unit === 'object' ? unit : undefined;
}

/** The Grafana unit id of a query: what the panel asks for, else what its unit is called. */
export function unitId(inferred: Inferred, asked: string | undefined): string {
  const unit = unitOf(inferred);
  return asked ?? (unit && grafanaUnit(unit)) ?? 'none';
}

/** Every panel of a dashboard with its row. */
export function allPanels(dashboard: Dashboard): { readonly row: Row; readonly panel: Panel }[] {
  return dashboard.rows.flatMap(row => row.panels.map(panel => ({ row, panel })));
}
