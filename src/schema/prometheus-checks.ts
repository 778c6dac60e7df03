import { parseDuration } from '../core/durations.js';
import { at, type Json, objectsIn, pointerTo } from './document.js';
import { duplicates } from './duplicates.js';
import type { Problem } from './problem.js';

/** Group names that occur twice, and rules that are the same in all that sets their results apart. */
export function ruleFileProblems(file: Json): Problem[] {
  const groups = objectsIn(file.groups);
  return [
    ...duplicates(
      'group name',
      'in this file',
      groups.map(({ index, value }) => ({ value: value.name, pointer: pointerTo('groups', index, 'name') })),
      'rename one, or join the two groups',
    ),
    ...duplicates(
      'rule',
      'in this file',
      groups.flatMap(({ index, value }) =>
        objectsIn(value.rules).map(rule => ({
          value: identityOf(rule.value),
          pointer: pointerTo('groups', index, 'rules', rule.index),
        })),
      ),
      'remove one, or tell them apart by a label: their results would overwrite each other',
    ),
  ];
}

/** What Prometheus tells rules apart by: the name and the labels, whatever the expression. */
function identityOf(rule: Json): string | undefined {
  const name = rule.alert ?? rule.record;
  if (typeof name !== 'string') return undefined;
  const labels = Object.entries(at(rule, 'labels') ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name}{${labels.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(', ')}}`;
}

/** Job names that occur twice, and scrapes that may take longer than until the next: Prometheus refuses both. */
export function prometheusProblems(config: Json): Problem[] {
  const jobs = objectsIn(config.scrape_configs);
  return [
    ...duplicates(
      'job_name',
      'in this config',
      jobs.map(({ index, value }) => ({
        value: value.job_name,
        pointer: pointerTo('scrape_configs', index, 'job_name'),
      })),
      'rename one, or join their targets',
    ),
    ...timeout(config.global, config.global, '/global'),
    ...jobs.flatMap(({ index, value }) => timeout(value, config.global, pointerTo('scrape_configs', index))),
  ];
}

function timeout(scrape: unknown, global: unknown, pointer: string): Problem[] {
  const limit = at(scrape, 'scrape_timeout');
  const interval = at(scrape, 'scrape_interval') ?? at(global, 'scrape_interval') ?? '1m';
  if (typeof limit !== 'string' || typeof interval !== 'string') return [];
  const [a, b] = [parseDuration(limit), parseDuration(interval)];
  if (!a || !b || a.ms <= b.ms) return [];
  return [
    {
      id: 'schema/value',
      pointer: `${pointer}/scrape_timeout`,
      message: `the scrape timeout of ${limit} is longer than the interval of ${interval}`,
      fix: `write ${interval} or less`,
    },
  ];
}
