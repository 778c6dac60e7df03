import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffGithub } from '../../src/cli/formats/diff-github.js';
import { diffMarkdown } from '../../src/cli/formats/diff-markdown.js';
import { diff } from '../../src/review/diff/diff.js';
import { type RuleText, rulesSide, sideOf } from '../review/diff/sides.js';

const rule = (change: Partial<RuleText> = {}): RuleText => ({
  alert: 'Slow',
  expr: 'latency_seconds > 5',
  for: '5m',
  labels: { severity: 'warning' },
  ...change,
});

test('a comment says first what it means, and has the rest to be opened', () => {
  const found = diff(rulesSide(rule(), rule({ alert: 'Gone' })), rulesSide(rule({ expr: 'latency_seconds > 7' })));
  expect(diffMarkdown(found)).toBe(
    [
      '**1 alert removed, 1 alert less sensitive** <code>side</code> → <code>side</code>',
      '- alert removed: <code>g &#8250; Gone &#40;warning&#41;</code>\n' +
        '- less sensitive: <code>g &#8250; Slow &#40;warning&#41;</code>',
      '<details><summary>Rules: 2</summary>',
      '**removed** alert <code>g &#8250; Gone &#40;warning&#41;</code> at <code>rules&#46;yaml&#58;9</code>',
      'alert <code>g &#8250; Slow &#40;warning&#41;</code> at <code>rules&#46;yaml&#58;4</code>',
      '<code>limit</code> **less sensitive**: <code>&#62; 5 s</code> → <code>&#62; 7 s</code>',
      '</details>',
    ].join('\n\n'),
  );
  expect(diffMarkdown(diff(rulesSide(rule()), rulesSide(rule())))).toBe(
    '**Nothing differs.** <code>side</code> → <code>side</code>',
  );
});

/** What begins something in Markdown, in HTML, in GitHub's texts or in its workflow commands. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        '@org/team',
        '`',
        '```',
        '````',
        '~~~',
        '<img src=x onerror=y>',
        '</details>',
        '</code>',
        '<!--',
        '\n',
        '\n\n',
      ],
      ...[
        '\r',
        '# ',
        '| ',
        '**',
        '_',
        '[a](http://b)',
        'https://c.example',
        '&lt;',
        '#12',
        '\\',
        '::error::',
        '%0A',
        'word',
        '-->',
      ],
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map(parts => parts.join(''));

const hostileDiff = (a: string, b: string) => {
  const of = (text: string) => ({
    ...rulesSide(rule({ alert: `A${a}`, annotations: { [`x${a}`]: text } })),
    name: text,
  });
  const board = (text: string) => ({
    [`${a.replaceAll('/', '')}.json`]: JSON.stringify({
      uid: 'u',
      title: text,
      panels: [{ title: a, description: text }],
    }),
  });
  const [base, head] = [of(a), of(b)];
  return diff(
    { ...base, ...sideOf(board(a)), groups: base.groups, notes: [a] },
    { ...head, ...sideOf(board(b)), groups: head.groups },
  );
};

test('nothing that people wrote breaks out of a comment', () => {
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      const lines = diffMarkdown(hostileDiff(a, b)).split('\n');
      const outside: string[] = [];
      let fence: string | undefined;
      for (const line of lines) {
        if (fence === undefined) {
          fence = /^(`{3,})diff$/.exec(line)?.[1];
          if (fence === undefined) outside.push(line);
        } else if (line === fence) fence = undefined;
        // As GitHub reads it: only a line that begins with as many or more could end the block.
        else expect(line).toMatch(/^[-+] /);
      }
      expect(fence).toBeUndefined();
      const rest = outside.join('\n').replace(/<code>[A-Za-z0-9 &#;\p{L}]*<\/code>/gu, '');
      expect(rest.replace(/<\/?(?:details|summary)>/g, '')).not.toMatch(/[<`@[\\|_~]|https?:|&/);
      expect(rest.split('<details>').length).toBe(rest.split('</details>').length);
    }),
    { numRuns: 100 },
  );
});

test('a comment that would be too long is cut, and says so', () => {
  const many = (limit: number) =>
    rulesSide(...Array.from({ length: 2000 }, (_, i) => rule({ alert: `A${i}<`, expr: `x${i} > ${limit}` })));
  const long = 'x'.repeat(200_000);
  const texts = [
    diffMarkdown(diff(many(1), many(2))),
    diffMarkdown({
      ...diff(rulesSide(rule()), rulesSide(rule({ annotations: { a: long }, alert: long }))),
      base: long,
    }),
    diffMarkdown({ ...diff(many(1), many(2)), notes: Array.from({ length: 500 }, () => '<'.repeat(5000)) }),
  ];
  for (const text of texts) {
    // Some characters are left to whoever posts it.
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.split('<details>').length).toBe(text.split('</details>').length);
  }
  expect(texts[0]).toMatch(/_\d+ of 2000 are cut off: a comment may have 65536 characters._$/);
  expect(texts[1]).toContain('characters more');
});

test('annotations stand at their lines; what lets something slip warns', () => {
  const found = diff(rulesSide(rule(), rule({ alert: 'Gone' })), rulesSide(rule({ expr: 'latency_seconds > 7' })));
  expect(diffGithub(found).split('\n')).toEqual([
    '::notice title=side → side::1 alert removed, 1 alert less sensitive',
    '::warning title=alert g › Gone (warning)%2C alert removed::removed',
    '::warning file=rules.yaml,line=4,col=9,title=alert g › Slow (warning)%2C less sensitive::limit: > 5 s → > 7 s',
  ]);
  expect(diffGithub(diff(rulesSide(rule()), rulesSide(rule())))).toBe(
    '::notice title=side → side::Nothing differs between side and side.',
  );
});

test('an alert that is as it was, and that nobody watches any more, is annotated too', () => {
  const [down, gone] = [rule({ alert: 'Down', expr: 'up == 0' }), rule({ alert: 'Gone', expr: 'absent(up)' })];
  expect(diffGithub(diff(rulesSide(down, gone), rulesSide(down))).split('\n')).toEqual([
    '::notice title=side → side::1 alert removed, 1 blind spot new',
    '::warning title=alert g › Gone (warning)%2C alert removed::removed',
    '::warning file=rules.yaml,line=4,col=9,title=alert g › Down (warning)::blind spot new',
  ]);
});

test('nothing that people wrote begins a workflow command', () => {
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      const lines = diffGithub(hostileDiff(a, b)).split('\n');
      for (const line of lines) expect(line).toMatch(/^::(?:warning|notice) [^\r:]*::[^\r]*$/);
    }),
    { numRuns: 100 },
  );
});
