import { dump } from 'js-yaml';

/**
 * A document as YAML: keys in the order given, long strings unfolded, no anchors, a final newline.
 * `header` becomes comment lines on top.
 */
export function toYaml(document: unknown, header: readonly string[] = []): string {
  const comments = header.map(line => `# ${line}\n`).join('');
  return comments + dump(document, { lineWidth: -1, noRefs: true });
}
