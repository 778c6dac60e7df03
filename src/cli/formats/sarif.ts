import { compare, type Finding, type Place, type Severity } from '../../core/findings.js';
import type { CheckPage } from '../../project/check-pages.js';
import { fingerprints } from './fingerprints.js';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;

/**
 * Findings as a SARIF 2.1.0 log, for code scanning. Each rule brings its page; what is waived is there as suppressed in
 * the source; fingerprints stay the same when lines move.
 */
export function sarif(
  findings: readonly Finding[],
  version: string,
  pageOf: (id: string) => CheckPage | undefined,
): string {
  const ids = [...new Set(findings.map(f => f.id))].sort(compare);
  const prints = fingerprints(findings);
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'telltale', semanticVersion: version, rules: ids.map(id => rule(id, pageOf(id))) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ id, severity, place, message, fix, waived }, i) => ({
          ruleId: id,
          ruleIndex: ids.indexOf(id),
          level: levels[severity],
          message: { text: fix ? `${message}\nfix: ${fix}` : message },
          locations: [location(place)],
          partialFingerprints: { primaryLocationLineHash: prints[i] },
          ...(waived && {
            suppressions: [{ kind: 'inSource', justification: waived.because, location: location(waived.place) }],
          }),
        })),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function rule(id: string, page: CheckPage | undefined) {
  if (!page) return { id };
  return {
    id,
    shortDescription: { text: page.first },
    fullDescription: { text: page.what },
    help: { text: page.text, markdown: page.text },
    defaultConfiguration: { level: levels[page.severity] },
    properties: { tags: [page.about] },
  };
}

function location({ file, item, line, column }: Place) {
  return {
    physicalLocation: {
      artifactLocation: artifact(file),
      // Code scanning shows nothing that has no line: what is about a whole file is shown at its beginning.
      region: { startLine: line ?? 1, ...(column !== undefined && { startColumn: column }) },
    },
    ...(item !== undefined && { logicalLocations: [{ fullyQualifiedName: item }] }),
  };
}

/** A path as a URI: relative to the root of the sources, or a file's. */
function artifact(path: string) {
  const parts = path.split(/[\\/]/);
  const drive = /^[a-zA-Z]:$/.test(parts[0] ?? '');
  const uri = parts.map((part, i) => (drive && i === 0 ? part : encodeURIComponent(part))).join('/');
  if (drive) return { uri: `file:///${uri}` };
  return path.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}
