/** The longest line that is read, in bytes: a longer one is counted, and none of it is kept. */
export const longestLine = 1_000_000;

/** What becomes of each line. */
export interface LineHandler {
  /** A line that is not blank, without its end. `cut` when the file ended before the line did. */
  line(text: string, number: number, cut: boolean): void;
  /** A line above the limit. */
  overlong(number: number): void;
}

/** Splits bytes, as they come, into lines of UTF-8. Invalid bytes become U+FFFD. Holds one line at most. */
export function lineSplitter(handler: LineHandler, limit = longestLine) {
  let pieces: Buffer[] = [];
  let held = 0;
  let number = 1;
  let skipping = false;

  const take = (piece: Buffer) => {
    if (skipping) return;
    if (held + piece.length > limit) {
      skipping = true;
      pieces = [];
      held = 0;
      handler.overlong(number);
    } else if (piece.length > 0) {
      pieces.push(piece);
      held += piece.length;
    }
  };
  const finish = (cut: boolean) => {
    const bytes = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, held);
    let text = bytes.toString('utf8');
    if (number === 1 && text.startsWith('\ufeff')) text = text.slice(1);
    if (!skipping && /\S/.test(text)) handler.line(text, number, cut);
    pieces = [];
    held = 0;
    skipping = false;
    number++;
  };
  return {
    push(chunk: Buffer): void {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; start = end + 1, end = chunk.indexOf(10, start)) {
        take(chunk.subarray(start, end));
        finish(false);
      }
      take(chunk.subarray(start));
    },
    /** The end of the file: what is left is a line without its end. */
    end(): void {
      if (held > 0 || skipping) finish(true);
    },
  };
}
