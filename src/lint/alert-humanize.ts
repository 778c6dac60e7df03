import { sameUnit, type Unit, unit, unitName } from '../core/units.js';
import { infer } from '../infer/infer.js';
import type { Inferred } from '../infer/model.js';
import { parseTemplate, type ShownValue, shownValues } from '../prometheus/template.js';
import type { Problem, RuleCheck } from './model.js';

/** A value that is told as what it is not: 92 % as 9200 %, 500 ms as 8 minutes, a ratio of 0.9 as 0.9 %. */
export const alertHumanize: RuleCheck = {
  id: 'alert/humanize',
  severity: 'error',
  *find(rules, { world }) {
    for (const rule of rules) {
      if (rule.kind !== 'alert') continue;
      for (const [name, text] of Object.entries(rule.annotations)) {
        if (!mayTell.test(text)) continue;
        const parsed = parseTemplate(text);
        for (const shown of parsed.ok ? shownValues(parsed.parts) : []) {
          const told = said(shown) ?? misread(shown, infer(rule.expr, world)) ?? absurd(shown, infer(rule.expr, world));
          if (told) yield { place: rule.placeOf('annotations', name), ...told, message: `the ${name} ${told.message}` };
        }
      }
    }
  },
};

/** Formatting functions that say what they take, and units right behind a value; most texts have none of them. */
const mayTell = /\{\{[^}]*(?:humanize[A-Z1]|printf)|\}\} ?(?:%|ms|milliseconds|s|sec|seconds|B|bytes)(?!\w)/;

type Told = Omit<Problem, 'at'> & { readonly severity?: 'warning' };

/** The unit that a text right behind the value gives it. */
const suffixes: readonly (readonly [RegExp, Unit])[] = [
  [/^ ?%/, unit('percent')],
  [/^ ?(?:ms|milliseconds)\b/, unit('milliseconds')],
  [/^ ?(?:s|sec|seconds)\b(?!\/)/, unit('seconds')],
  [/^ ?(?:B|bytes)\b(?!\/)/, unit('bytes')],
];

const saysItsUnit: Readonly<Record<string, RegExp>> = {
  humanizePercentage: /^ ?%/,
  humanizeDuration: /^ ?(?:s|sec|seconds|min|minutes|hours)\b/,
};

function said({ func = '', suffix }: ShownValue): Told | undefined {
  const again = saysItsUnit[func]?.exec(suffix)?.[0].trim();
  if (again === undefined) return undefined;
  return {
    severity: 'warning',
    message: `says "${again}" behind ${func}, which says it already`,
    fix: `leave "${again}" out`,
  };
}

/** What a function takes the value for, and whether that is right. */
const readings: Readonly<Record<string, { readonly takes: string; readonly fits: (of: Unit) => boolean }>> = {
  humanizePercentage: { takes: 'a ratio', fits: of => sameUnit(of, unit('ratio')) },
  humanizeDuration: { takes: 'seconds', fits: of => sameUnit(of, unit('seconds')) && of.reading === undefined },
  humanizeTimestamp: { takes: 'seconds since 1970', fits: of => of.reading === 'timestamp' },
  humanize1024: { takes: 'bytes', fits: of => of.bytes !== 0 },
};

function misread({ func, suffix }: ShownValue, { unit: of }: Inferred): Told | undefined {
  if (typeof of !== 'object') return undefined;
  const reading = func === undefined ? undefined : readings[func];
  if (func !== undefined && reading) {
    if (reading.fits(of)) return undefined;
    return {
      // A count in powers of 1024 is odd, and not wrong.
      ...(func === 'humanize1024' && { severity: 'warning' as const }),
      message: `takes ${unitName(of)} for ${reading.takes}, by ${func}`,
      fix: instead(of),
    };
  }
  const named = suffixes.find(([text]) => text.test(suffix));
  if (!named || sameUnit(named[1], of)) return undefined;
  const [text, as] = named;
  return { message: `shows ${unitName(of)} as ${unitName(as)}: "${text.exec(suffix)?.[0].trim()}"`, fix: instead(of) };
}

/** How a value of the unit is told. */
function instead(of: Unit): string {
  const known: readonly (readonly [Unit, string])[] = [
    [unit('ratio'), '{{ $value | humanizePercentage }}'],
    [unit('percent'), '{{ $value | humanize }}%'],
    [unit('seconds'), '{{ $value | humanizeDuration }}'],
    [unit('milliseconds'), '{{ $value | humanize }}ms'],
    [unit('bytes'), '{{ $value | humanize1024 }}B'],
    [unit('bytes/second'), '{{ $value | humanize1024 }}B/s'],
  ];
  if (of.reading === 'timestamp') return 'write {{ $value | humanizeTimestamp }}';
  return `write ${known.find(([u]) => sameUnit(u, of))?.[1] ?? '{{ $value | humanize }}'}`;
}

/** From here on a ratio is no share of anything, and hardly a multiple. */
const thousandPercent = 10;

function absurd({ func }: ShownValue, { unit: of, range: [low] }: Inferred): Told | undefined {
  if (func !== 'humanizePercentage' || typeof of === 'object' || low < thousandPercent || !Number.isFinite(low))
    return undefined;
  return {
    severity: 'warning',
    message: `shows ${low} as ${low * 100}%, and the alert begins there: humanizePercentage takes a ratio`,
    fix: 'write {{ $value | humanize }}%, or compare a ratio between 0 and 1',
  };
}
