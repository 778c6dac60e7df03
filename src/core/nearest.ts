/** The candidate that `word` most likely misspells: at most a third of its letters away. Undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  // Nobody misspells a whole text, and comparing two takes long.
  if (word.length > 200) return undefined;
  let best: string | undefined;
  let distance = Math.floor(word.length / 3) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= distance) continue;
    const d = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (d < distance) [best, distance] = [candidate, d];
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let twoAgo: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min(
        (row[j - 1] as number) + 1,
        (before[j] as number) + 1,
        (before[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d = Math.min(d, (twoAgo[j - 2] as number) + 1);
      row.push(d);
    }
    twoAgo = before;
    before = row;
  }
  return before[b.length] as number;
}
