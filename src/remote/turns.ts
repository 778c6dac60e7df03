/** Runs a request when its turn has come. */
export type InTurn = <T>(request: () => Promise<T>) => Promise<T>;

/** Lets at most so many requests run at once; the others wait for their turn. */
export function turns(most: number): InTurn {
  let free = most;
  const waiting: (() => void)[] = [];
  return async request => {
    if (free > 0) free--;
    else await new Promise<void>(resolve => waiting.push(resolve));
    try {
      return await request();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
