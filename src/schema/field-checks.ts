import { nearest } from '../core/nearest.js';
import { at, type Json, objectsIn, pointerTo, quote } from './document.js';
import { unitIds } from './generated/units.js';
import { placedPanels, titleOf } from './panels.js';
import type { Problem } from './problem.js';

const known = new Set(unitIds);

/** Whether Grafana has a format for the unit. It prints an unknown one behind the bare number, and says nothing. */
export function isUnit(unit: string): boolean {
  return known.has(unit) || /^(suffix|prefix):./.test(unit);
}

/** Unknown units, thresholds that Grafana reads wrongly, and targets that do not ask their panel's datasource. */
export function fieldProblems(dashboard: Json): Problem[] {
  return placedPanels(dashboard).flatMap(({ panel, pointer }) => [
    ...unitsOf(panel).flatMap(([path, unit]) => unitProblem(pointer + pointerTo(...path), unit)),
    ...thresholdsOf(panel).flatMap(([path, steps]) => thresholdProblem(pointer + pointerTo(...path), steps)),
    ...strayTargets(panel, pointer),
  ]);
}

type Path = readonly (string | number)[];

/** The values that overrides give to a field property. */
function overridden(panel: Json, id: string): [Path, unknown][] {
  return objectsIn(at(panel, 'fieldConfig', 'overrides')).flatMap(({ index, value }) =>
    objectsIn(value.properties)
      .filter(property => property.value.id === id)
      .map((property): [Path, unknown] => [
        ['fieldConfig', 'overrides', index, 'properties', property.index, 'value'],
        property.value.value,
      ]),
  );
}

function unitsOf(panel: Json): [Path, unknown][] {
  const paths: Path[] = [
    ['fieldConfig', 'defaults', 'unit'],
    ['options', 'yAxis', 'unit'],
    ['options', 'cellValues', 'unit'],
  ];
  return [...paths.map((path): [Path, unknown] => [path, at(panel, ...path)]), ...overridden(panel, 'unit')];
}

function unitProblem(pointer: string, unit: unknown): Problem[] {
  if (typeof unit !== 'string' || isUnit(unit)) return [];
  const close = nearest(unit, unitIds);
  const fix =
    close === undefined ? 'write a unit id of Grafana, or suffix:text for one of your own' : `write "${close}"`;
  return [{ id: 'schema/unit', pointer, message: `Grafana has no unit ${quote(unit)}`, fix }];
}

function thresholdsOf(panel: Json): [Path, unknown][] {
  const path: Path = ['fieldConfig', 'defaults', 'thresholds'];
  const all: [Path, unknown][] = [[path, at(panel, ...path)], ...overridden(panel, 'thresholds')];
  return all.map(([place, thresholds]) => [[...place, 'steps'], at(thresholds, 'steps')]);
}

/** Grafana takes the last step whose value is passed while it walks the list, so the order decides. */
function thresholdProblem(pointer: string, steps: unknown): Problem[] {
  const values = objectsIn(steps).map(({ value }) => value.value);
  const problem = (message: string, fix: string): Problem[] => [{ id: 'schema/thresholds', pointer, message, fix }];
  if (values.length > 0 && values[0] !== null) {
    return problem(`the first threshold is ${quote(values[0])}`, 'begin with the base color, whose value is null');
  }
  const rest = values.slice(1);
  // What is no number is refused by the schema; here it rises above nothing.
  const heights = rest.map(value => (typeof value === 'number' ? value : Number.NaN));
  const rising = heights.every((height, i) => i === 0 || height > (heights[i - 1] as number));
  if (rest.includes(null) || !rising) {
    return problem(`the thresholds ${quote(rest)} do not rise`, 'order them from low to high, each value once');
  }
  return [];
}

/** A panel's datasource is what Grafana shows, its targets' what it asks: they differ only in a mixed panel. */
function strayTargets(panel: Json, pointer: string): Problem[] {
  const source = sourceOf(panel);
  if (source === undefined) return [];
  return objectsIn(panel.targets).flatMap(({ index, value }) => {
    const asked = sourceOf(value);
    if (asked === undefined || asked === source) return [];
    return [
      {
        id: 'schema/datasource',
        pointer: pointer + pointerTo('targets', index, 'datasource'),
        message: `a target of panel ${titleOf(panel)} asks ${asked}, the panel has ${source}`,
        fix: 'use one datasource for both, or give the panel {type: "datasource", uid: "-- Mixed --"}',
      },
    ];
  });
}

/** The datasource of a panel or target in words; undefined for a mixed one and for what the schema refuses. */
function sourceOf({ datasource }: Json): string | undefined {
  const [type, uid] = [at(datasource, 'type'), at(datasource, 'uid')];
  const valid = (type === 'prometheus' || type === 'loki') && typeof uid === 'string' && uid !== '';
  return valid ? `${type} ${quote(uid)}` : undefined;
}
