import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

/** Where a command prints. */
export interface Terminal {
  /** Results: what another program may read. */
  out(text: string): void;
  /** Everything that is said about them. */
  err(text: string): void;
  /** Colours for the two: none where nobody looks. */
  readonly outColors: Colors;
  readonly errColors: Colors;
  /** Columns of the terminal; undefined when the results go elsewhere. */
  readonly width: number | undefined;
  /** A line that is overwritten by the next one; nothing where nobody looks. '' takes it away. */
  progress(text: string): void;
}

/** The terminal of this process. https://no-color.org and FORCE_COLOR are respected. */
export function terminal(): Terminal {
  const { stdout, stderr, env } = process;
  const colors = (tty = false) =>
    pc.createColors(!env.NO_COLOR && (env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : tty && env.TERM !== 'dumb'));
  let shown = false;
  return {
    out: text => void stdout.write(`${text}\n`),
    err: text => void stderr.write(`${text}\n`),
    outColors: colors(stdout.isTTY),
    errColors: colors(stderr.isTTY),
    width: stdout.isTTY ? stdout.columns : undefined,
    progress: text => {
      if (!stderr.isTTY || (text === '' && !shown)) return;
      stderr.write(`\r\x1b[K${text.slice(0, stderr.columns - 1)}`);
      shown = text !== '';
    },
  };
}

/** `1 file`, `2 files`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
