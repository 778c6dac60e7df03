import { type CallSite, here } from './call-site.js';

/** Lets a finding stand, for a reason: what is found all the same is reported as waived and stops nothing. */
export interface Allowance {
  readonly kind: 'allowance';
  /** The check: `range/too-short`. */
  readonly id: string;
  readonly because: string;
  readonly site: CallSite | undefined;
}

/**
 * Lets what a check finds in this item stand: `allow: [allow('range/too-short', 'scraped every five seconds')]`. Without
 * a reason, of a check that does not exist or where nothing is found, it is a finding itself (`waiver/…`).
 */
export function allow(id: string, because: string): Allowance {
  return Object.freeze({ kind: 'allowance', id, because, site: here() });
}

/** What an item of content may say of findings about it. */
export interface Allowing {
  /** The findings that may stand, each with its reason. */
  readonly allow?: readonly Allowance[];
}
