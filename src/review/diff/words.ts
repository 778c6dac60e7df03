/** A stretch of text that both sides have, or only one. */
export interface Words {
  readonly text: string;
  readonly in: 'both' | 'base' | 'head';
}

/** Names, numbers with their units, strings, and single signs. */
const token = /\s+|[a-zA-Z_][\w:]*|\d[\w.]*|"(?:[^"\\]|\\.)*"|./gsu;

/** Beyond this many comparisons of tokens the whole middle is called different. */
const most = 1_000_000;

/** The words of two texts, in order, by the longest sequence that they share. */
export function diffWords(before: string, after: string): Words[] {
  const [a, b] = [before.match(token) ?? [], after.match(token) ?? []];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const middle = left.length * right.length > most ? replaced(left, right) : shared(left, right);
  const words = [...both(a.slice(0, start)), ...middle, ...both(a.slice(a.length - end))];
  return joined(words);
}

const both = (tokens: readonly string[]): Words[] => tokens.map(text => ({ text, in: 'both' }));
const replaced = (left: readonly string[], right: readonly string[]): Words[] => [
  ...left.map((text): Words => ({ text, in: 'base' })),
  ...right.map((text): Words => ({ text, in: 'head' })),
];

function shared(left: readonly string[], right: readonly string[]): Words[] {
  // lengths[i][j]: the most tokens that left from i and right from j can share.
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--)
      (lengths[i] as Uint32Array)[j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const words: Words[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [l, r] = [left[i], right[j]];
    if (l !== undefined && l === r) {
      words.push({ text: l, in: 'both' });
      i++;
      j++;
    } else if (l !== undefined && (r === undefined || at(i + 1, j) >= at(i, j + 1))) {
      words.push({ text: l, in: 'base' });
      i++;
    } else {
      words.push({ text: r as string, in: 'head' });
      j++;
    }
  }
  return words;
}

/** Neighbours of one kind as one; a blank between two that differ differs with them. */
function joined(words: readonly Words[]): Words[] {
  const found: Words[] = [];
  const add = (word: Words) => {
    const at = found.findLastIndex(({ in: of }) => of === word.in || of === 'both' || word.in === 'both');
    const last = found[at];
    if (last?.in === word.in) found[at] = { text: last.text + word.text, in: word.in };
    else found.push(word);
  };
  words.forEach((word, i) => {
    const [before, after] = [words[i - 1], words[i + 1]];
    const between = before && after && before.in !== 'both' && after.in !== 'both';
    if (word.in === 'both' && between && word.text.trim() === '') {
      add({ text: word.text, in: 'base' });
      add({ text: word.text, in: 'head' });
    } else add(word);
  });
  return found;
}
