import type { Allowing } from '../core/allowances.js';
import { here } from '../core/call-site.js';
import { TelltaleError } from '../core/errors.js';

/** What content says of any panel. */
export interface Common extends Allowing {
  /** The description: what to conclude from the panel, and what to do then. */
  readonly why: string;
  /** Set it to the old title when a panel is renamed: links to the panel keep working. */
  readonly key?: string;
  /** In columns of 24. */
  readonly width?: number;
  /** In grid lines. */
  readonly height?: number;
  /** Slug of the dashboard with the details. */
  readonly opens?: string;
  /** What it says while there is nothing to show, where Grafana would say "No data": `No errors`. */
  readonly whenEmpty?: string;
}

/** What all panels have alike, with the size that their kind has by itself. @throws TelltaleError on misuse. */
export function base(title: string, options: Common, [w, h]: readonly [number, number]) {
  const { why, key = title, width = w, height = h, opens, whenEmpty } = options;
  if (title.trim() === '') throw new TelltaleError('a panel without a title', { fix: 'say what it shows' });
  if (why.trim() === '')
    throw new TelltaleError(`panel "${title}" has no description`, {
      fix: 'say in `why` what to conclude from it and what to do',
    });
  for (const [name, size, most] of [
    ['wide', width, 24],
    ['high', height, 40],
  ] as const) {
    if (!Number.isInteger(size) || size < 1 || size > most) {
      throw new TelltaleError(`panel "${title}" is ${size} ${name}`, { fix: `use a whole number from 1 to ${most}` });
    }
  }
  return {
    kind: 'panel',
    title,
    key,
    why,
    width,
    height,
    ...(opens && { opens }),
    ...(whenEmpty && { whenEmpty }),
    ...(options.allow && { allow: options.allow }),
    site: here(),
  } as const;
}
