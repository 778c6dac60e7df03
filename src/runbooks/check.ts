import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import type { Finding } from '../core/findings.js';
import { checkQuery } from '../lint/index.js';
import { parse } from '../promql/parse.js';
import { error, type PageQueries, readRunbooks } from './read.js';
import type { Book } from './render.js';

/** Everything that is wrong with the runbooks of a project; nothing when it has none. Unsorted. */
export function checkRunbooks(book: Book): Finding[] {
  const { findings, queries } = readRunbooks(book);
  return [...findings, ...queries.flatMap(({ file, asked }) => checkPageQueries(file, asked, book.world, book.site))];
}

/** What is asked in a runbook is held to what rules and panels are held to. */
export function checkPageQueries(file: string, asked: PageQueries['asked'], world: World, site: Site): Finding[] {
  return asked.flatMap(({ text, line }): Finding[] => {
    const place = { file, line };
    const parsed = parse(text);
    if (!parsed.ok) {
      const { message, from, to } = parsed.error;
      const fix = 'write a query that Prometheus can read';
      return [{ ...error('runbook/query', place, message, fix), source: text, span: { from, to } }];
    }
    const written = { text, spans: parsed.spans, placeAt: () => place };
    return checkQuery({ expr: parsed.node, use: 'page', place, written }, { world, site });
  });
}
