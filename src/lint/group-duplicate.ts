import { placeOf } from '../core/findings.js';
import type { SubjectCheck } from './model.js';

/** Two groups of one name: the name is also that of the file. */
export const groupDuplicate: SubjectCheck = {
  id: 'group/duplicate',
  severity: 'error',
  *find({ groups }) {
    const names = new Set<string>();
    for (const { name, site } of groups) {
      if (names.has(name)) {
        yield {
          place: placeOf(site, name),
          message: `two groups are called "${name}"`,
          fix: 'rename one: it is the name of its file',
        };
      }
      names.add(name);
    }
  },
};
