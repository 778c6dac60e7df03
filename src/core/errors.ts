import { type CallSite, here } from './call-site.js';

/**
 * The one error of the library: the API was called in a way that cannot work.
 * The message says what is wrong and what to write instead; `site` is the line of content that did it.
 */
export class TelltaleError extends Error {
  override readonly name = 'TelltaleError';
  readonly fix: string | undefined;
  readonly site: CallSite | undefined;

  constructor(message: string, options: { fix?: string; site?: CallSite | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fix = options.fix;
    this.site = options.site ?? here();
  }
}
