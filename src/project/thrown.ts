import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallSite } from '../core/call-site.js';
import { TelltaleError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { libraryPackage, runningEntry } from './library.js';
import { frameOf, type Locate } from './locate.js';

interface Run {
  /** The bundle that ran. */
  readonly url: string;
  readonly locate: Locate;
  readonly config: string;
}

/** What content threw, or why it does not link, as the library's own error with the place in the sources. */
export async function explainThrown(error: unknown, { url, locate, config }: Run): Promise<TelltaleError> {
  const raw: CallSite | undefined = (error instanceof TelltaleError ? error.site : undefined) ?? frameOf(error, url);
  const site = raw ? locate(raw) : { file: config, line: 1, column: 1 };
  const explain = (message: string, fix?: string) =>
    new TelltaleError(message, { ...(fix && { fix }), site, cause: error });
  if (error instanceof TelltaleError) return explain(error.message, error.fix);
  if (!(error instanceof Error)) {
    return explain(`${basename(config)} or what it imports threw ${JSON.stringify(error)}, which is no error`);
  }
  const missing = /^The requested module '(.+)' does not provide an export named '(.+)'$/.exec(error.message);
  if (missing) {
    const [, module, name] = missing as unknown as [string, string, string];
    if (module !== pathToFileURL(runningEntry).href) return explain(`${module} exports no "${name}"`);
    const known = nearest(name, Object.keys(await import(module)));
    return explain(`${libraryPackage().name} exports no "${name}"`, known && `write ${known}`);
  }
  return explain(`${error.name}: ${error.message}`.replaceAll(url, 'the content'));
}
