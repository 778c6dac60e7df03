import { fileURLToPath } from 'node:url';

/** Where in the content something was defined: the raw frame, mapped to the TypeScript source only when it is shown. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The folder of this library, compiled or not: frames inside it are machinery, never content. */
const libraryRoot = new URL('../', import.meta.url).href;
const libraryPath = fileURLToPath(libraryRoot);

/**
 * The nearest frame outside the library, that is the line of content that called it.
 * Undefined when only the library is on the stack.
 */
export function here(): CallSite | undefined {
  const { prepareStackTrace: previous, stackTraceLimit: limit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = 30;
    Error.prepareStackTrace = (_, frames) => frames;
    Error.captureStackTrace(holder, here);
    for (const frame of holder.stack ?? []) {
      const file = frame.getFileName();
      if (!file || file.startsWith('node:') || file.startsWith(libraryRoot) || file.startsWith(libraryPath)) continue;
      return { file, line: frame.getLineNumber() ?? 1, column: frame.getColumnNumber() ?? 1 };
    }
    return undefined;
  } finally {
    Error.prepareStackTrace = previous;
    Error.stackTraceLimit = limit;
  }
}
