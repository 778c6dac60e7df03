import type { Bundle } from './bundle.js';
import { keep, kept } from './cache.js';
import { unlessMissing } from './disk.js';
import { stillHolds } from './inputs.js';
import { bundlerVersion, runningEntry } from './library.js';
import { libraryState } from './library-state.js';
import { hash } from './manifest.js';
import { withTexts } from './texts.js';

/** The content of a project as one module: the bundle of an earlier run if it would come out the same now. `passing` content is not kept. */
export async function bundled(config: string, passing = false): Promise<Pick<Bundle, 'code' | 'map'>> {
  const key = keyOf(config);
  const before = passing ? undefined : kept(config, 'bundle', key);
  if (before !== undefined) {
    const found: Bundle = JSON.parse(before);
    const code = stillHolds(found.inputs) && unlessMissing(() => withTexts(found.code, found.texts));
    if (code) return { code, map: found.map };
  }
  const { bundle } = await import('./bundle.js');
  const made = await bundle(config);
  if (!passing) keep(config, 'bundle', key, JSON.stringify(made));
  return { code: withTexts(made.code, made.texts), map: made.map };
}

/** Whatever decides how a bundle comes out, beside its inputs. */
function keyOf(config: string): string {
  return hash([config, runningEntry, libraryState(config), bundlerVersion()].join('\0')).slice(0, 32);
}
