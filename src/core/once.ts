/**
 * The same function, but for the same objects it works out its answer once: values are frozen, and what is asked for
 * each of a hundred pages of the same groups has one answer.
 */
export function once<A extends readonly [object, ...object[]], T>(make: (...from: A) => T): (...from: A) => T {
  const roots: Level = new WeakMap();
  return (...from) => {
    let level = roots;
    for (const object of from.slice(0, -1)) {
      const next = (level.get(object) as Level | undefined) ?? new WeakMap();
      level.set(object, next);
      level = next;
    }
    const last = from.at(-1) as object;
    const known = level.get(last) as { readonly answer: T } | undefined;
    if (known) return known.answer;
    const answer = make(...from);
    level.set(last, { answer });
    return answer;
  };
}

type Level = WeakMap<object, unknown>;
