import { FAILSAFE_SCHEMA, loadAll, YAMLException } from 'js-yaml';
import { TelltaleError } from '../../core/errors.js';
import type { Json, JsonObject, Side, SideAlertmanager, SideDashboard, SideGroup } from './model.js';
import { readGroups } from './rules.js';

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

export type SideParts = Pick<Side, 'groups' | 'dashboards' | 'alertmanager' | 'notes'>;

/**
 * Reads rules, dashboards and routing out of files; what is none of them is passed over.
 * `broken` hears of files that cannot be read. @throws TelltaleError for those when nobody listens.
 */
export function readSide(files: readonly SideFile[], broken: (error: TelltaleError) => void = raise): SideParts {
  const groups: SideGroup[] = [];
  const dashboards: SideDashboard[] = [];
  const notes: string[] = [];
  let alertmanager: SideAlertmanager | undefined;
  for (const file of files) {
    try {
      const kind = kindOf(file.text);
      if (kind === 'rules') groups.push(...readGroups(file, note => notes.push(note)));
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
  return { groups, dashboards, notes, ...(alertmanager && { alertmanager }) };
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
