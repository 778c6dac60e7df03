import type { Limit } from '../catalog/limits.js';
import type { Finding } from '../core/findings.js';
import type { Quantity } from '../core/quantities.js';
import { sameDimension, type Unit, unitName } from '../core/units.js';
import { type InspectedQuery, unitOf } from './inspect.js';
import type { Panel } from './model.js';
import type { Report } from './report.js';
import { fitsUnit, fittingUnits, grafanaUnit, sameAxis } from './units.js';

/** The units of a panel: one for all its queries, one that Grafana knows, and the same measure as the limit's. */
export function checkUnits(panel: Panel, queries: readonly InspectedQuery[], report: Report): Finding[] {
  if (panel.type === 'logs' || panel.type === 'alerts') return [];
  if (panel.type === 'table') {
    return panel.columns.flatMap((column, i) => {
      const query = queries[i] as InspectedQuery;
      return [...readable(column.unit, query, report), ...limitFits(column.limit, query, report)];
    });
  }
  const first = queries.find(q => unitOf(q.inferred));
  return [
    ...mixed(queries, first, report),
    ...(first
      ? [...readable(panel.unit, first, report), ...panel.limits.flatMap(limit => limitFits(limit, first, report))]
      : []),
    ...(panel.type === 'gauge' ? bounded(panel, queries, report) : []),
  ];
}

function mixed(queries: readonly InspectedQuery[], first: InspectedQuery | undefined, report: Report): Finding[] {
  const axis = first && unitOf(first.inferred);
  return queries.flatMap(query => {
    const own = unitOf(query.inferred);
    if (!axis || !own || sameAxis(axis, own)) return [];
    const message = `the query is in ${unitName(own)}, query ${first.refId} of the same panel in ${unitName(axis)}`;
    return [report('panel/unit-mixed', message, 'give each unit a panel of its own', query)];
  });
}

function readable(asked: string | undefined, query: InspectedQuery, report: Report): Finding[] {
  const unit = unitOf(query.inferred);
  if (!unit) return [];
  if (asked === undefined) {
    if (grafanaUnit(unit) !== undefined) return [];
    const message = `Grafana has no unit for ${unitName(unit)}`;
    return [
      report('panel/unit-unknown', message, 'divide or multiply until the query has a unit that people read', query),
    ];
  }
  if (fitsUnit(asked, unit)) return [];
  const fits = fittingUnits(unit);
  const fix = `leave unit out${fits.length > 0 ? `, or write one of ${fits.join(', ')}` : ''}`;
  return [report('panel/unit-misread', `unit "${asked}" would misread values in ${unitName(unit)}`, fix, query)];
}

function limitFits(limit: Limit | undefined, query: InspectedQuery, report: Report): Finding[] {
  const unit = unitOf(query.inferred);
  const bound = limit && limitUnit(limit);
  if (!unit || !bound || sameDimension(unit, bound)) return [];
  const message = `the limit ${limit.id ? `${limit.id} ` : ''}is in ${unitName(bound)}, the query in ${unitName(unit)}`;
  return [report('panel/limit-unit', message, 'take the limit of what the query measures', query)];
}

function limitUnit(limit: Limit): Unit | undefined {
  return (Object.values(limit.levels) as Quantity[])[0]?.unit;
}

function bounded(panel: { min?: number; max?: number }, queries: readonly InspectedQuery[], report: Report): Finding[] {
  const low = panel.min ?? Math.min(...queries.map(q => q.inferred.range[0]));
  const high = panel.max ?? Math.max(...queries.map(q => q.inferred.range[1]));
  if (Number.isFinite(low) && Number.isFinite(high)) return [];
  return [
    report(
      'panel/gauge-range',
      'a gauge needs both ends, and the values of its queries have none',
      'give min and max, or draw a stat',
    ),
  ];
}
