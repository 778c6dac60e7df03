import type { History } from './history.js';

const [width, bar, gap] = [960, 14, 4];

/** One line of a picture: `old` above `new`. */
export interface Lane {
  readonly name: string;
  readonly history: History | undefined;
}

const colors = { firing: '#d64545', pending: '#f2c14e', unknown: '#b8b8b8', ground: '#eef0f2' } as const;

/**
 * A timeline of episodes, one lane below the other: red fires, yellow is pending, grey is not known. It holds no text but
 * in attributes, so that whoever takes the picture out of a page leaves nothing behind.
 */
export function timelineSvg(lanes: readonly Lane[], from: number, to: number): string {
  const x = (time: number) => Math.round(((Math.min(Math.max(time, from), to) - from) / (to - from)) * width * 10) / 10;
  const rows = lanes.map(({ history }, row) => {
    const y = row * (bar + gap);
    const rect = (a: number, b: number, fill: string, least: number) => {
      const [left, right] = [x(a), x(b)];
      return `<rect x="${left}" y="${y}" width="${Math.max(least, Math.round((right - left) * 10) / 10)}" height="${bar}" fill="${fill}"/>`;
    };
    if (!history) return rect(from, to, 'none', 0);
    const { episodes, nearMisses, troubles } = history;
    return [
      rect(from, to, colors.ground, 0),
      ...troubles.flatMap(t => (t.kind === 'unknown' ? rect(t.from ?? from, t.to ?? to, colors.unknown, 1) : [])),
      ...nearMisses.map(({ start, end }) => rect(start, end, colors.pending, 1)),
      ...episodes.map(({ activeAt, start }) => rect(activeAt, start, colors.pending, 0)),
      // An episode is never too short to be seen.
      ...episodes.map(({ start, duration }) => rect(start, start + duration, colors.firing, 2)),
    ].join('');
  });
  const height = lanes.length * (bar + gap) - gap;
  const label = `Timeline: ${lanes.map(lane => lane.name).join(' above ')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-label="${label}">${rows.join('')}</svg>`;
}

/** How often an alert would have fired over limits: a curve that falls where the limit is raised. */
export function curveSvg(
  points: readonly { readonly limit: number; readonly episodes: number; readonly current: boolean }[],
): string {
  const height = 160;
  const most = Math.max(1, ...points.map(p => p.episodes));
  const at = (i: number, episodes: number) =>
    [
      Math.round((points.length < 2 ? 0.5 : i / (points.length - 1)) * (width - 20) + 10),
      Math.round((1 - episodes / most) * (height - 20) + 10),
    ] as const;
  const [first, last] = [points[0]?.limit ?? 0, points.at(-1)?.limit ?? 0];
  const line = points.map((p, i) => at(i, p.episodes).join(',')).join(' ');
  const dots = points.map((p, i) => {
    const [cx, cy] = at(i, p.episodes);
    return `<circle cx="${cx}" cy="${cy}" r="${p.current ? 6 : 3}" fill="${p.current ? colors.firing : '#3b6ea5'}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-label="Episodes by limit, from ${first} to ${last}"><polyline points="${line}" fill="none" stroke="#3b6ea5" stroke-width="2"/>${dots.join('')}</svg>`;
}
