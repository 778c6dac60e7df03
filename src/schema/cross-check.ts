import { at } from './document.js';
import type { Problem } from './problem.js';

/** A dashboard with the file that it goes to. */
export interface DashboardFile {
  readonly path: string;
  readonly document: unknown;
}

/** A problem of one of several files. */
export interface FileProblem extends Problem {
  readonly path: string;
}

/**
 * Uids that two dashboards share, and titles that two dashboards of one folder share. A single pair makes Grafana's
 * provider skip every file that it has, so these are checked over all files at once.
 */
export function crossCheckDashboards(files: readonly DashboardFile[]): FileProblem[] {
  const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
  return [...shared(files, 'uid', () => ''), ...shared(files, 'title', path => folderOf(path))];
}

function shared(files: readonly DashboardFile[], key: 'uid' | 'title', scope: (path: string) => string): FileProblem[] {
  const first = new Map<string, string>();
  return files.flatMap(({ path, document }) => {
    const value = at(document, key);
    if (typeof value !== 'string') return [];
    const identity = JSON.stringify([scope(path), value]);
    const earlier = first.get(identity);
    if (earlier === undefined) {
      first.set(identity, path);
      return [];
    }
    const where = key === 'title' ? ' in the same folder' : '';
    return [
      {
        id: 'schema/duplicate',
        path,
        pointer: `/${key}`,
        message: `the dashboard has the ${key} ${JSON.stringify(value)} of ${earlier}${where}`,
        fix: `give it a ${key} of its own`,
      },
    ];
  });
}
