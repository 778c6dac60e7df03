import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../core/findings.js';
import { libraryRoot } from './library.js';

/** The page of a check: `docs/checks/AREA/THING.md`. */
export interface CheckPage {
  readonly text: string;
  readonly severity: Severity;
  /** What the check looks at: expressions, rules, dashboards, routing, project. */
  readonly about: string;
  /** What is wrong and what happens then: the paragraphs before the first heading. */
  readonly what: string;
  /** Its first sentence. */
  readonly first: string;
}

const form = /^# \S+\n\*\*(error|warning|info)\b[^*\n]*\*\* · (\w+)[^\n]*\n\n(.*?)\n(?:\n## |$)/s;

/** The folder of the pages; it is part of the package. */
export const checkPagesFolder = join(libraryRoot, 'docs/checks');

/** The page of a check. Undefined when there is none, or it is not of the form that pages have. */
export function checkPage(id: string): CheckPage | undefined {
  if (!/^[a-z-]+\/[a-z-]+$/.test(id)) return undefined;
  const text = read(join(checkPagesFolder, `${id}.md`));
  const [, severity, about, what] = (text !== undefined && form.exec(text)) || [];
  if (text === undefined || severity === undefined || about === undefined || what === undefined) return undefined;
  const plain = what.trim();
  const first = plain.replaceAll(/\s+/g, ' ').match(/^.*?[.!?](?=\s|$)/)?.[0] ?? plain;
  return { text, severity: severity as Severity, about, what: plain, first };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
