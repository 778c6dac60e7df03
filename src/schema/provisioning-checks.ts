import { at, type Json, objectsIn, pointerTo } from './document.js';
import { duplicates } from './duplicates.js';
import type { Problem } from './problem.js';

/** Names and uids that occur twice, and a second default: Grafana does not start with them. */
export function datasourceProblems(file: Json): Problem[] {
  const sources = objectsIn(file.datasources);
  const occurrences = (key: string) =>
    sources.map(({ index, value }) => ({ value: value[key], pointer: pointerTo('datasources', index, key) }));
  const defaults = sources.filter(({ value }) => value.isDefault === true);
  const orgOf = (value: Json) => value.orgId ?? 1;
  return [
    ...duplicates('datasource name', 'in this file', occurrences('name'), 'rename one of the two'),
    ...duplicates('datasource uid', 'in this file', occurrences('uid'), 'give each datasource a uid of its own'),
    ...defaults.flatMap(({ index, value }, i): Problem[] => {
      if (!defaults.slice(0, i).some(earlier => orgOf(earlier.value) === orgOf(value))) return [];
      return [
        {
          id: 'schema/duplicate',
          pointer: pointerTo('datasources', index, 'isDefault'),
          message: `datasource ${JSON.stringify(value.name)} is a second default`,
          fix: 'let one datasource of the organization be the default',
        },
      ];
    }),
  ];
}

/** Provider names that occur twice, and a folder beside folders taken from the files: Grafana refuses both. */
export function providerProblems(file: Json): Problem[] {
  const providers = objectsIn(file.providers);
  return [
    ...duplicates(
      'provider name',
      'in this file',
      providers.map(({ index, value }) => ({ value: value.name, pointer: pointerTo('providers', index, 'name') })),
      'rename one of the two',
    ),
    ...providers.flatMap(({ index, value }): Problem[] => {
      const key = ['folder', 'folderUid'].find(name => value[name] !== undefined && value[name] !== '');
      if (key === undefined || at(value, 'options', 'foldersFromFilesStructure') !== true) return [];
      return [
        {
          id: 'schema/value',
          pointer: pointerTo('providers', index, key),
          message: `provider ${JSON.stringify(value.name)} has a ${key} and takes its folders from the files`,
          fix: `remove ${key}, or foldersFromFilesStructure`,
        },
      ];
    }),
  ];
}
