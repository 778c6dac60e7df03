import type { Place } from '../core/findings.js';
import type { Fate, MutationReport, RuleReport } from '../project/mutate.js';
import { renderFindings } from './report.js';
import { type Colors, plural } from './terminal.js';

type Counts = Readonly<Record<Fate['is'], number>>;

function count(rules: readonly RuleReport[]): Counts {
  const counts = { killed: 0, equivalent: 0, waived: 0, survived: 0 };
  for (const { fate } of rules.flatMap(rule => rule.mutants)) counts[fate.is]++;
  return counts;
}

/** The report for other programs. */
export function asJson({ rules, findings, remembered }: MutationReport) {
  const of = (is: Fate['is']) =>
    rules.flatMap(({ rule, place, mutants }) =>
      mutants
        .filter(m => m.fate.is === is)
        .map(({ mutant: { kind, change, in: around, before, after }, fate }) => ({
          rule,
          place,
          kind,
          change,
          in: around,
          before,
          after,
          ...('because' in fate && { because: fate.because }),
        })),
    );
  return {
    totals: count(rules),
    remembered,
    rules: rules.map(rule => ({ rule: rule.rule, place: rule.place, ...count([rule]) })),
    survivors: of('survived'),
    waived: of('waived'),
    equivalent: of('equivalent'),
    findings,
  };
}

/** The report for people: a line for each rule, each survivor with its diff, and the sums. */
export function asText({ rules, findings, remembered }: MutationReport, colors: Colors, width = 140): string {
  const lines: string[] = [];
  for (const rule of rules) {
    const { killed, equivalent, waived, survived } = count([rule]);
    const parts = [
      `${killed} killed`,
      ...(equivalent > 0 ? [`${equivalent} equivalent`] : []),
      ...(waived > 0 ? [`${waived} waived`] : []),
      ...(survived > 0 ? [colors.red(`${survived} survived`)] : []),
    ];
    lines.push(`${survived > 0 ? colors.red('weak  ') : colors.green('ok    ')}  ${rule.rule}: ${parts.join(', ')}`);
    for (const { mutant, fate } of rule.mutants) {
      if (fate.is !== 'survived') continue;
      const head = `${colors.red('survived')} ${colors.bold(mutant.kind)}  ${mutant.change}`;
      lines.push('', `  ${head}  ${colors.cyan(placeText(rule.place))}`);
      lines.push(...diff(mutant.before, mutant.after, width - 6, colors).map(line => `    ${line}`));
    }
    if (survived > 0) lines.push('');
  }
  if (findings.length > 0) lines.push('', renderFindings(findings, { colors, width }), '');
  const { killed, equivalent, waived, survived } = count(rules);
  const all = killed + equivalent + waived + survived;
  lines.push(
    `${plural(all, 'mutant')} of ${plural(rules.length, 'rule')}: ${killed} killed, ${equivalent} equivalent, ${waived} waived, ${survived} survived${remembered > 0 ? ` (${remembered} known from an earlier run)` : ''}`,
  );
  return lines.join('\n');
}

const placeText = ({ file, line }: Place) => (line === undefined ? file : `${file}:${line}`);

/** Two texts with the stretch in which they differ marked; cut to fit around it. */
function diff(before: string, after: string, width: number, colors: Colors): string[] {
  let from = 0;
  while (from < Math.min(before.length, after.length) && before[from] === after[from]) from++;
  while (from > 0 && /\w/.test(before[from - 1] as string)) from--;
  let end = 0;
  const room = Math.min(before.length, after.length) - from;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  while (end > 0 && /\w/.test(before[before.length - end] as string)) end--;
  const longest = Math.max(before.length, after.length);
  const skip = longest <= width ? 0 : Math.max(0, Math.min(from - Math.floor(width / 3), longest - width));
  const line = (sign: string, text: string, paint: (text: string) => string) => {
    const to = text.length - end;
    const cut = text.length > skip + width;
    const shown = text.slice(Math.min(to, skip + width), skip + width);
    const [head, changed] = [text.slice(skip, from), text.slice(from, Math.min(to, skip + width))];
    return `${paint(sign)} ${skip > 0 ? '…' : ''}${head}${paint(changed)}${shown}${cut ? '…' : ''}`;
  };
  return [line('-', before, colors.red), line('+', after, colors.green)];
}
