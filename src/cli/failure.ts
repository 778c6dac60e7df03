import { sep } from 'node:path';
import type { CallSite } from '../core/call-site.js';
import { TelltaleError } from '../core/errors.js';
import { shorten } from '../project/locate.js';
import { renderError } from './report.js';
import type { Terminal } from './terminal.js';

/** Prints what stopped a command: never a stack, unless asked for. */
export function printFailure(error: unknown, io: Terminal, verbose: boolean): void {
  io.progress('');
  if (error instanceof TelltaleError) {
    const site = shown(error.site);
    const place = site ? shorten(site.file, process.cwd()) : '';
    io.err(renderError(error.message, error.fix, site, place, io.errColors));
  } else {
    const fix = verbose ? undefined : 'run it again with --verbose and report what it prints';
    io.err(renderError(`telltale failed: ${messageOf(error)}`, fix, undefined, '', io.errColors));
  }
  if (verbose) io.err(`\n${stackOf(error)}`);
}

/** Only a place in somebody's content says anything. */
function shown(site: CallSite | undefined): CallSite | undefined {
  const readable = site && !/^(data|node|file):/.test(site.file) && !site.file.includes(`${sep}node_modules${sep}`);
  return readable ? site : undefined;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function stackOf(error: unknown): string {
  const own = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? `\ncaused by ${stackOf(error.cause)}` : '';
  // A frame in the content names the whole bundle.
  return own.replace(/data:text\/javascript;base64,[A-Za-z0-9+/=]*/g, 'content') + cause;
}
