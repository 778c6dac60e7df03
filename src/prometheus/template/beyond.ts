const words = [
  ...['with', 'range', 'define', 'template', 'block', 'break', 'continue', 'nil'],
  ...['query', 'first', 'label', 'value', 'strvalue', 'sortByLabel', 'args', 'tmpl', 'match', 'reReplaceAll'],
  ...['graphLink', 'tableLink', 'parseDuration', 'stripDomain', 'toTime', 'safeHtml', 'pathPrefix', 'externalURL'],
  ...['call', 'html', 'index', 'slice', 'js', 'len', 'not', 'print', 'println', 'urlquery'],
];

const beyond = new RegExp(
  [
    // A variable of the template's own, or a map as a whole.
    String.raw`\$(?!value\b|labels\.\w|externalLabels\.\w)`,
    String.raw`(?<![\w.$"])(?:${words.join('|')})\b`,
    // The dot and its fields.
    String.raw`(?<![\w$)"])\.(?!Value\b|Labels\.\w|ExternalLabels\.\w|\d)`,
  ].join('|'),
);

/**
 * Whether a template uses more than `parseTemplate` follows, though Prometheus may well take it: variables, ranges,
 * queries, fields of the dot.
 */
export function isBeyond(template: string): boolean {
  return [...template.matchAll(/\{\{(.*?)\}\}/gs)].some(([, code = '']) =>
    beyond.test(code.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""')),
  );
}
