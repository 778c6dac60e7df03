import { formatVersion, isAtLeast, oldest } from '../promql/versions.js';
import type { CheckedGroup, RuleCheck } from './model.js';

/** What can be written of a group, and since which version; an older Prometheus refuses the file. */
const since: ReadonlyMap<string, string> = new Map([
  ['query_offset', '2.53'],
  ['labels', '3.0'],
]);

/** A field that the Prometheus which is to load the file does not know. */
export const versionField: RuleCheck = {
  id: 'version/field',
  severity: 'error',
  *find(rules, { prometheus }) {
    const version = prometheus ?? oldest;
    const told = new Set<CheckedGroup>();
    for (const { group } of rules) {
      if (told.has(group)) continue;
      told.add(group);
      for (const [field, needed] of since) {
        if (!group.fields.has(field) || isAtLeast(version, needed)) continue;
        yield {
          place: group.placeOf(field),
          ...(!prometheus && { severity: 'warning' as const }),
          message: `"${field}" of a group needs Prometheus ${needed}; ${formatVersion(version)} refuses the whole file`,
          fix: prometheus ? 'leave it out' : `leave it out, or say what loads the file: --prometheus ${needed}`,
        };
      }
    }
  },
};
