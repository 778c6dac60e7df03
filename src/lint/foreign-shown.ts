import type { Finding } from '../core/findings.js';
import { unitName } from '../core/units.js';
import type { ForeignQuery } from '../foreign/dashboards.js';
import type { Text } from '../foreign/model.js';
import { keepOr, legendLabels, lost, unnamed } from '../grafana/check-legend.js';
import { fewer, readable } from '../grafana/check-series.js';
import { unitOf } from '../grafana/inspect.js';
import { fittingUnits, misreads } from '../grafana/units.js';
import { infer } from '../infer/infer.js';
import { factOf } from '../infer/labels.js';
import type { Inferred } from '../infer/model.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Surroundings } from './model.js';

/** Makes a finding at a text of the dashboard, the query itself where none is given. */
export type Noted = (id: string, message: string, fix: string, at?: Text) => Finding;

/** What a dashboard shows of a query, against what the query returns: labels in names (ruling R17), the unit. */
export function checkShown(query: ForeignQuery, expr: Node, { world }: Surroundings, note: Noted): Finding[] {
  const inferred = infer(expr, world);
  // What never returns anything has no labels either; that is said elsewhere.
  if (inferred.empty || makesLabels(expr)) return [];
  return [
    ...query.names.flatMap(text =>
      lost({ inferred }, legendLabels(text.value)).map(label =>
        note(
          'legend/label-lost',
          `the name has {{${label}}}, which the query does not return`,
          keepOr({ inferred }, label),
          text,
        ),
      ),
    ),
    ...(world.open ? [] : ambiguous(query, inferred, note)),
    ...missing(query, inferred, note),
    ...misread(query, inferred, note),
    ...crowded(query, inferred, note),
  ];
}

/** Whether a variable says which labels there are. */
function makesLabels(expr: Node): boolean {
  let made = false;
  visit(expr, node => {
    if (node.kind === 'string' && /\$\{?[a-zA-Z_]/.test(node.value)) made = true;
  });
  return made;
}

function ambiguous({ legend }: ForeignQuery, inferred: Inferred, note: Noted): Finding[] {
  if (!legend || inferred.others || legend.value.includes('$')) return [];
  return unnamed({ inferred }, legendLabels(legend.value)).map(labels =>
    note(
      'legend/ambiguous',
      `series that differ in ${labels.join(', ')} get the same name`,
      `aggregate ${labels.join(', ')} away, or name it: ${labels.map(l => `{{${l}}}`).join(' ')}`,
      legend,
    ),
  );
}

function missing({ label }: ForeignQuery, inferred: Inferred, note: Noted): Finding[] {
  if (label === undefined || label.startsWith('__') || label.startsWith('$') || factOf(inferred, label)) return [];
  return [
    note(
      'variable/label-unknown',
      `the variable lists the values of ${label}, a label that these series do not have`,
      `take one of ${[...inferred.labels.keys()].join(', ')}`,
    ),
  ];
}

function crowded({ drawn }: ForeignQuery, inferred: Inferred, note: Noted): Finding[] {
  const { series } = inferred;
  if (!drawn || series === Infinity || series <= readable) return [];
  return [
    note('panel/too-many-series', `up to ${series} series are drawn: nobody can tell them apart`, fewer(inferred)),
  ];
}

function misread({ unit: asked }: ForeignQuery, inferred: Inferred, note: Noted): Finding[] {
  const unit = unitOf(inferred);
  if (!asked || !unit || !misreads(asked.value, unit)) return [];
  const fits = fittingUnits(unit).join(', ');
  return [
    note(
      'panel/unit-misread',
      `unit "${asked.value}" misreads values in ${unitName(unit)}`,
      fits === '' ? 'take none' : `write one of ${fits}`,
      asked,
    ),
  ];
}
