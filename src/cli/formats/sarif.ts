import { compare, type Finding } from '../../core/findings.js';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** Findings as a SARIF 2.1.0 log, for code scanning. */
export function sarif(findings: readonly Finding[], version: string): string {
  const ids = [...new Set(findings.map(f => f.id))].sort(compare);
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'telltale', semanticVersion: version, rules: ids.map(id => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ id, severity, place, message, fix }) => ({
          ruleId: id,
          ruleIndex: ids.indexOf(id),
          level: levels[severity],
          message: { text: fix ? `${message}\nfix: ${fix}` : message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: place.file.split(/[\\/]/).map(encodeURIComponent).join('/') },
                ...(place.line !== undefined && {
                  region: { startLine: place.line, ...(place.column !== undefined && { startColumn: place.column }) },
                }),
              },
              ...(place.item !== undefined && { logicalLocations: [{ fullyQualifiedName: place.item }] }),
            },
          ],
        })),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}
