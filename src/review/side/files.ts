import { FAILSAFE_SCHEMA, loadAll, YAMLException } from 'js-yaml';
import { TelltaleError } from '../../core/errors.js';
import { readDocuments } from '../../foreign/document.js';
import { positions } from '../../foreign/lines.js';
import { type Look, look } from '../../foreign/look.js';
import type { Json, JsonObject, Side, SideAlertmanager, SideDashboard, SideGroup, SideRule } from './model.js';

/** A file that may hold rules, a dashboard or Alertmanager's configuration. */
export interface SideFile {
  /** From the root of the side. */
  readonly path: string;
  /** As places are to name it. */
  readonly shown: string;
  readonly text: string;
}

/** Whether a file of this name may be one that is compared. */
export const mayBelong = (path: string): boolean =>
  /\.(?:ya?ml|json)$/.test(path) && !/(?:^|\/)(?:node_modules|\.git)\//.test(path);

type Kind = 'rules' | 'alertmanager' | 'dashboard';

/** What a text looks like, told without reading it. */
export function kindOf(text: string): Kind | undefined {
  if (/^\s*\{/.test(text)) {
    if (/"(?:panels|rows|elements)"\s*:/.test(text)) return 'dashboard';
    return /"groups"\s*:/.test(text) ? 'rules' : undefined;
  }
  if (/^["']?route["']?\s*:/m.test(text) && /^["']?receivers["']?\s*:/m.test(text)) return 'alertmanager';
  return /^\s*(?:- )?["']?groups["']?\s*:/m.test(text) ? 'rules' : undefined;
}

export type SideParts = Pick<Side, 'groups' | 'dashboards' | 'alertmanager'>;

/**
 * Reads rules, dashboards and routing out of files; what is none of them is passed over.
 * `broken` hears of files that cannot be read. @throws TelltaleError for those when nobody listens.
 */
export function readSide(files: readonly SideFile[], broken: (error: TelltaleError) => void = raise): SideParts {
  const groups: SideGroup[] = [];
  const dashboards: SideDashboard[] = [];
  let alertmanager: SideAlertmanager | undefined;
  for (const file of files) {
    try {
      const kind = kindOf(file.text);
      if (kind === 'rules') groups.push(...readGroups(file));
      if (kind === 'dashboard') dashboards.push(...readBoard(file));
      if (kind === 'alertmanager') {
        const [config] = documents(file);
        if (isObject(config)) alertmanager = { config, place: () => ({ file: file.shown }) };
      }
    } catch (error) {
      if (!(error instanceof TelltaleError)) throw error;
      broken(error);
    }
  }
  return { groups, dashboards, ...(alertmanager && { alertmanager }) };
}

function raise(error: TelltaleError): never {
  throw error;
}

/** Every scalar is text, as Prometheus reads labels and annotations: `0x10` stays what it is. */
function documents({ text, shown }: SideFile): Json[] {
  try {
    return loadAll(text, { schema: FAILSAFE_SCHEMA }) as Json[];
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark ? `:${error.mark.line + 1}` : '';
    throw new TelltaleError(`${shown}${line} is no YAML: ${error.reason}`, { fix: 'mend the file, or leave it out' });
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** A scalar as text; what is not there is empty, what is none is JSON. */
export const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const nulls = /^(?:~|null|Null|NULL)$/;

function textsOf(value: Json | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, textOf(text)]));
}

/** A setting that may be left out: null is the same. */
function optional(value: Json | undefined): string {
  const text = textOf(value);
  return nulls.test(text) ? '' : text;
}

function readGroups(file: SideFile): SideGroup[] {
  const placeAt = rulePlaces(file);
  const found: SideGroup[] = [];
  const add = (groups: Json | undefined) => {
    for (const group of listOf(groups)) {
      if (!isObject(group)) continue;
      const { name, interval, rules, ...rest } = group;
      const number = found.length;
      found.push({
        file: file.path,
        name: textOf(name),
        interval: optional(interval),
        settings: textsOf(rest),
        rules: listOf(rules).flatMap((rule, i) => readRule(rule, () => placeAt(number, i))),
        place: () => placeAt(number),
      });
    }
  };
  const read = (document: Json): void => {
    if (!isObject(document)) return;
    if (document.items !== undefined) listOf(document.items).forEach(read);
    else add(isObject(document.spec) ? document.spec.groups : document.groups);
  };
  documents(file).forEach(read);
  return found;
}

function readRule(rule: Json, place: SideRule['place']): SideRule[] {
  if (!isObject(rule)) return [];
  const alert = optional(rule.alert);
  const name = alert || optional(rule.record);
  if (name === '') return [];
  return [
    {
      kind: alert ? 'alert' : 'record',
      name,
      expr: textOf(rule.expr),
      for: optional(rule.for),
      keepFiringFor: optional(rule.keep_firing_for),
      labels: textsOf(rule.labels),
      annotations: textsOf(rule.annotations),
      place,
    },
  ];
}

/** Tells where groups and rules stand, by their numbers; the file is read with its places when the first is asked for. */
function rulePlaces({ text, shown }: SideFile) {
  let known: Look[] | undefined;
  let at: ReturnType<typeof positions> | undefined;
  const groups = (): Look[] => {
    const read = readDocuments(text);
    const below = (document: Look): Look[] => {
      const items = document.at('items').all();
      if (items.length > 0) return items.flatMap(below);
      const inSpec = document.at('spec', 'groups').all();
      return inSpec.length > 0 ? [...inSpec] : [...document.at('groups').all()];
    };
    return read.ok ? read.documents.flatMap(document => below(look(text, document))) : [];
  };
  return (group: number, rule?: number) => {
    known ??= groups();
    at ??= positions(text);
    const found = rule === undefined ? known[group] : known[group]?.at('rules').all()[rule];
    return { file: shown, ...(found?.item && at(found.item.start)) };
  };
}

function readBoard({ path, shown, text }: SideFile): SideDashboard[] {
  let json: Json;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new TelltaleError(`${shown} is no JSON: ${(error as Error).message}`, {
      fix: 'mend the file, or leave it out',
    });
  }
  const board = boardIn(json);
  if (!board) return [];
  const lines = text.split('\n');
  return [
    {
      file: path,
      json: board,
      place: title => {
        const line = title === undefined ? -1 : lines.findIndex(l => l.includes(`"title": ${JSON.stringify(title)}`));
        return { file: shown, ...(line >= 0 && { line: line + 1, column: 1 }) };
      },
    },
  ];
}

/** The dashboard in a file: as it is, below "dashboard" as the API takes it, or below "spec" as a resource. */
function boardIn(json: Json): JsonObject | undefined {
  if (!isObject(json)) return undefined;
  const candidates = [json, json.dashboard, json.spec, json.model];
  return candidates.find(
    (c): c is JsonObject => isObject(c) && (Array.isArray(c.panels) || Array.isArray(c.rows) || isObject(c.elements)),
  );
}
