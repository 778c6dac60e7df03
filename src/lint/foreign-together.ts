import { posix } from 'node:path';
import type { Finding } from '../core/findings.js';
import type { ForeignDashboard } from '../foreign/dashboards.js';
import type { Text } from '../foreign/model.js';
import { type Locate, placesIn } from './places.js';

/** A dashboard and the file that it is in. */
export interface PlacedDashboard {
  readonly dashboard: ForeignDashboard;
  readonly path: string;
  readonly source: string;
  readonly locate: Locate;
}

const longest = 40;

/** What is wrong with the uids and titles of dashboards, each for itself and among those that are checked together. */
export function dashboardsTogether(dashboards: readonly PlacedDashboard[]): Finding[] {
  const uids = new Map<string, string>();
  const titles = new Map<string, string>();
  return dashboards.flatMap(({ dashboard, path, source, locate }): Finding[] => {
    const { root, variables } = dashboard;
    // A panel of the library has no uid of a dashboard.
    if (!variables) return [];
    const found: Finding[] = [];
    const report = (text: Text, finding: Omit<Finding, 'place'>) => {
      const { item: _, ...place } = placesIn(text, source, locate, '')(0);
      found.push({ ...finding, place });
    };
    const uid = root.at('uid').text();
    if (uid && uid.value.length > longest)
      report(uid, {
        id: 'dashboard/uid-too-long',
        severity: 'error',
        message: `the uid has ${uid.value.length} characters; Grafana stops at ${longest}`,
        fix: 'shorten it',
      });
    const holder = uid && claimed(uids, uid.value, path);
    if (uid && holder !== undefined)
      report(uid, {
        id: 'dashboard/uid-twice',
        severity: 'warning',
        message: `${holder} has the same uid: one of the two replaces the other`,
        fix: 'give it a uid of its own',
      });
    const title = root.at('title').text();
    const namesake = title && claimed(titles, `${posix.dirname(path.replaceAll('\\', '/'))}\0${title.value}`, path);
    if (title && namesake !== undefined)
      report(title, {
        id: 'dashboard/title-twice',
        severity: 'warning',
        message: `${namesake} in the same folder has the same title`,
        fix: 'say in the title what sets it apart',
      });
    return found;
  });
}

/** Who else has it; the first to ask has it. Nobody has the empty one. */
function claimed(holders: Map<string, string>, key: string, by: string): string | undefined {
  if (key === '' || key.endsWith('\0')) return undefined;
  const holder = holders.get(key);
  if (holder === undefined) holders.set(key, by);
  return holder;
}
