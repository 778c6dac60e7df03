import { keep, kept } from './cache.js';
import { libraryState } from './library-state.js';
import { hash } from './manifest.js';

/** The verdicts of earlier runs, by key: the test that noticed the mutant, or `''` for none. */
export interface KeptVerdicts {
  readonly get: (key: string) => string | undefined;
  readonly set: (key: string, killedBy: string) => void;
  /** Writes them down for the next run: those of these keys only, where the run was about all mutants. */
  readonly save: (only?: ReadonlySet<string>) => void;
}

/** The verdicts that are kept for a project and this state of the library. */
export function keptVerdicts(config: string): KeptVerdicts {
  const library = hash(libraryState(config)).slice(0, 16);
  const text = kept(config, 'mutants', library);
  const verdicts = new Map<string, string>(text === undefined ? [] : Object.entries(JSON.parse(text)));
  return {
    get: key => verdicts.get(key),
    set: (key, killedBy) => verdicts.set(key, killedBy),
    save: only => {
      const worth = [...verdicts].filter(([key]) => !only || only.has(key));
      keep(config, 'mutants', library, JSON.stringify(Object.fromEntries(worth)));
    },
  };
}
