import type { Side } from '../side/model.js';
import { type Board, type BoardPanel, type BoardPart, readBoard } from './boards.js';
import { meaningOf } from './expressions.js';
import type { Entry, Item, Subject } from './model.js';
import { key, type Pair, type Pairing, pairBy, unpaired } from './pairs.js';
import { type Changed, exprChange, panelChanges, queryContent } from './panels.js';
import { changedSettings, settingsKey } from './settings.js';

const entry = (parts: Omit<Entry, 'area'>): Entry => ({
  area: 'dashboards',
  ...parts,
});

/** What differs in the dashboards of two sides. */
export function dashboardEntries(base: Side, head: Side): Entry[] {
  const pairing = pairBoards(base.dashboards.map(readBoard), head.dashboards.map(readBoard));
  return [
    ...pairing.base.map(board => entry({ subject: 'dashboard', change: 'removed', base: boardItem(board) })),
    ...pairing.head.map(board => entry({ subject: 'dashboard', change: 'added', head: boardItem(board) })),
    ...pairing.pairs.flatMap(boardEntries),
  ];
}

/** Dashboards are the same by uid, which Grafana's links name; else by title, or by file. */
function pairBoards(base: readonly Board[], head: readonly Board[]): Pairing<Board> {
  const pairing = unpaired(base, head);
  pairBy(
    pairing,
    board => board.uid || undefined,
    (a, b) => a.side.file === b.side.file,
  );
  pairBy(pairing, board => board.title || undefined);
  pairBy(pairing, board => board.side.file);
  // Two single dashboards with panels in common are the same, whatever they are called.
  const [one, other] = [pairing.base[0], pairing.head[0]];
  if (one && other && base.length === 1 && head.length === 1 && overlap(one.panels, other.panels))
    pairBy(pairing, () => '');
  return pairing;
}

function overlap(base: readonly BoardPanel[], head: readonly BoardPanel[]): boolean {
  const titles = new Set(base.map(panel => panel.title));
  return head.filter(({ title }) => titles.has(title)).length * 2 > Math.max(base.length, head.length);
}

const boardItem = ({ title, side }: Board): Item => ({ home: '', name: title || side.file, place: side.place() });

const partItem = ({ title, side }: Board, name: string, shown = name): Item => ({
  home: title || side.file,
  name: shown,
  place: side.place(name || undefined),
});

function boardEntries({ base, head }: Pair<Board>): Entry[] {
  const found: Entry[] = [];
  const items = () => ({ base: boardItem(base), head: boardItem(head) });
  const add = (parts: Pick<Entry, 'change' | 'part' | 'before' | 'after'>) =>
    found.push(entry({ subject: 'dashboard', ...items(), ...parts }));
  if (base.title !== head.title) add({ change: 'renamed', before: base.title, after: head.title });
  if (base.uid !== head.uid && base.uid !== '' && head.uid !== '')
    add({ change: 'changed', part: 'uid', before: base.uid, after: head.uid });
  const settings = changedSettings(base.settings, head.settings);
  if (settings) add({ change: 'changed', part: 'settings', ...settings });
  const rows = pairRows(base, head);
  const panels = pairPanels(base, head, rows);
  found.push(...partEntries('row', rows, base, head));
  found.push(...panelEntries(panels, rows, base, head));
  for (const [subject, of] of [
    ['variable', (board: Board) => board.variables],
    ['annotation', (board: Board) => board.annotations],
  ] as const)
    found.push(...partEntries(subject, pairParts(of(base), of(head)), base, head));
  // What comes, goes or moves pushes the others about.
  const moves = found.some(({ subject, change }) => (subject === 'panel' || subject === 'row') && change !== 'changed');
  const shifted = panels.pairs.filter(pair => pair.base.layout !== pair.head.layout).length;
  if (shifted > 0 && !moves)
    add({
      change: 'changed',
      part: `layout: ${shifted} ${shifted === 1 ? 'panel is' : 'panels are'} placed otherwise`,
    });
  return found;
}

const meaning = ({ frame, expr }: BoardPart): string => key(frame, meaningOf(expr, true).text);

function pairParts(base: readonly BoardPart[], head: readonly BoardPart[]): Pairing<BoardPart> {
  const pairing = unpaired(base, head);
  pairBy(
    pairing,
    part => part.name,
    (a, b) => meaning(a) === meaning(b),
  );
  // Renamed, with all else as it was.
  pairBy(pairing, part => (part.expr === '' ? undefined : key(meaning(part), settingsKey(part.settings))));
  return pairing;
}

/** Rows are the same by title; else by most of their panels. */
function pairRows(base: Board, head: Board): Pairing<BoardPart> {
  const pairing = unpaired(base.rows, head.rows);
  pairBy(pairing, row => row.name);
  const panelsIn = ({ panels }: Board, row: BoardPart) => panels.filter(panel => panel.row === row.name);
  const partner = new Map<BoardPart, string>();
  for (const row of pairing.head) {
    const inside = panelsIn(head, row);
    const same = pairing.base.find(other => overlap(panelsIn(base, other), inside));
    if (same) partner.set(row, same.name);
  }
  pairBy(pairing, (row, side) => (side === 'base' ? row.name : partner.get(row)));
  return pairing;
}

/** The row of a panel as the base calls it, where there it is the same. */
function rowsOf(rows: Pairing<BoardPart>): (panel: BoardPanel, side: 'base' | 'head') => string {
  const names = new Map(rows.pairs.map(pair => [pair.head.name, pair.base.name]));
  return ({ row }, side) => (side === 'base' ? row : (names.get(row) ?? row));
}

const content = (panel: BoardPanel): string =>
  key(panel.type, panel.queries.length > 0 ? panel.queries.map(queryContent) : settingsKey(panel.settings));

/** Panels are the same by row and title; else moved by title; else, under another title, by what they ask for. */
function pairPanels(base: Board, head: Board, rows: Pairing<BoardPart>): Pairing<BoardPanel> {
  const pairing = unpaired(base.panels, head.panels);
  const rowOf = rowsOf(rows);
  const alike = (a: BoardPanel, b: BoardPanel) => content(a) === content(b);
  pairBy(pairing, (panel, side) => key(rowOf(panel, side), panel.title, panel.type), alike);
  pairBy(pairing, (panel, side) => key(rowOf(panel, side), panel.title), alike);
  pairBy(pairing, panel => panel.title || undefined, alike);
  pairBy(pairing, (panel, side) => key(rowOf(panel, side), content(panel)));
  pairBy(pairing, content);
  return pairing;
}

const panelName = ({ title, type }: BoardPanel): string => title || `(${type || 'panel'} without a title)`;

function panelEntries(panels: Pairing<BoardPanel>, rows: Pairing<BoardPart>, base: Board, head: Board): Entry[] {
  const rowOf = rowsOf(rows);
  const subject = 'panel';
  const item = (board: Board, panel: BoardPanel) => partItem(board, panel.title, panelName(panel));
  return [
    ...panels.base.map(panel => entry({ subject, change: 'removed', base: item(base, panel) })),
    ...panels.head.map(panel => entry({ subject, change: 'added', head: item(head, panel) })),
    ...panels.pairs.flatMap(({ base: one, head: other }) => {
      const changes: Changed[] = panelChanges(one, other);
      if (rowOf(one, 'base') !== rowOf(other, 'head'))
        changes.unshift({ change: 'moved', before: one.row || 'no row', after: other.row || 'no row' });
      if (one.title !== other.title)
        changes.unshift({ change: 'renamed', before: panelName(one), after: panelName(other) });
      if (changes.length === 0) return [];
      const items = { base: item(base, one), head: item(head, other) };
      return changes.map(change => entry({ subject, ...items, ...change }));
    }),
  ];
}

function partEntries(subject: Subject, parts: Pairing<BoardPart>, base: Board, head: Board): Entry[] {
  const shown = (name: string) => (subject === 'variable' ? `$${name}` : name);
  const item = (board: Board, { name }: BoardPart): Item => ({
    ...partItem(board, name, shown(name)),
    place: board.side.place(subject === 'row' ? name || undefined : undefined),
  });
  return [
    ...parts.base.map(part => entry({ subject, change: 'removed', base: item(base, part) })),
    ...parts.head.map(part => entry({ subject, change: 'added', head: item(head, part) })),
    ...parts.pairs.flatMap(({ base: one, head: other }) => {
      const changes: Changed[] = [];
      if (one.name !== other.name)
        changes.push({ change: 'renamed', before: shown(one.name), after: shown(other.name) });
      const asked = exprChange('query', one.expr, other.expr);
      if (asked) changes.push(asked);
      else if (one.frame !== other.frame)
        changes.push({ change: 'changed', part: 'query', before: one.frame, after: other.frame });
      const settings = changedSettings(one.settings, other.settings);
      if (settings) changes.push({ change: 'changed', part: 'settings', ...settings });
      return changes.map(change => entry({ subject, base: item(base, one), head: item(head, other), ...change }));
    }),
  ];
}
