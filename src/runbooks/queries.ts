import { type Block, blocksOf } from './markdown.js';

/** A PromQL expression in a page: a block of it, or what a command asks Prometheus. */
export interface PageQuery {
  readonly text: string;
  /** The line of the page on which it, or the command with it, begins. */
  readonly line: number;
}

/** How commands ask: `promtool query instant URL 'EXPR'`, `curl … --data-urlencode 'query=EXPR'`. */
const asked = [/\bpromtool query (?:instant|range)\b[^'|]*'([^']*)'/g, /'query=([^']*)'/g];

/** Every PromQL expression in the code blocks of a text. */
export function queriesIn(text: string): PageQuery[] {
  return blocksOf(text).flatMap(block => {
    if (block.info === 'promql') return [{ text: block.text.trim(), line: block.line + 1 }];
    return isShell(block) ? asked.flatMap(pattern => commands(block, pattern)) : [];
  });
}

/** Whether a block is meant for a shell. `sh host` marks one that needs the host of the application, or changes something. */
export const isShell = ({ info }: Block): boolean => info === 'sh' || info === 'sh host';

function commands(block: Block, pattern: RegExp): PageQuery[] {
  return [...block.text.matchAll(pattern)].map(match => ({
    text: match[1] as string,
    line: block.line + block.text.slice(0, match.index).split('\n').length,
  }));
}
