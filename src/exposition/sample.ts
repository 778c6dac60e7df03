import { ExpositionFault, type PageSample } from './model.js';

const name = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const blanks = /[ \t]*/y;
const word = /[^ \t]+/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Reads `name{label="value"} 1.5 1700000000 # {…} 1`. @throws ExpositionFault */
export function readSample(text: string, line: number): PageSample {
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const wrong = (message: string): never => {
    throw new ExpositionFault(`${message} in ${JSON.stringify(text.slice(0, 80))}`, line);
  };
  const value = (): string => {
    let out = '';
    for (at++; ; at++) {
      const char = text[at];
      if (char === undefined) return wrong('a label value has no end');
      if (char === '"') {
        at++;
        return out;
      }
      if (char !== '\\') out += char;
      else out += escapes[text[++at] as string] ?? wrong('there is an unknown escape');
    }
  };

  const metric = take(name) || wrong('there is no metric name');
  const labels: Record<string, string> = {};
  take(blanks);
  if (text[at] === '{') {
    at++;
    for (take(blanks); text[at] !== '}'; take(blanks)) {
      const label = take(labelName) || wrong('there is no label name');
      take(blanks);
      if (text[at] !== '=') wrong(`label ${label} has no value`);
      at++;
      take(blanks);
      if (text[at] !== '"') wrong(`the value of label ${label} is not in quotes`);
      if (Object.hasOwn(labels, label)) wrong(`label ${label} is there twice`);
      labels[label] = value();
      take(blanks);
      if (text[at] === ',') at++;
      else if (text[at] !== '}') wrong('the labels have no end');
    }
    at++;
  }
  take(blanks);
  const number = readNumber(take(word));
  if (number === undefined) return wrong('there is no value');
  take(blanks);
  const timestamp = text[at] === '#' ? '' : take(word);
  if (timestamp !== '' && !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(timestamp))
    wrong('there is no timestamp after the value');
  take(blanks);
  // An exemplar follows; it says nothing about the metric.
  if (at < text.length && text[at] !== '#') wrong('something follows the sample');
  return { name: metric, labels, value: number, line };
}

function readNumber(text: string): number | undefined {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
