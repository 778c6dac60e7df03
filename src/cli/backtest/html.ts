import type { Page } from './page.js';

const style = `body{font:14px/1.5 system-ui,sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.1rem}h2{font-size:1rem;margin:2rem 0 .3rem}p{margin:.3rem 0}table{border-collapse:collapse;margin:.6rem 0}
th,td{text-align:left;padding:.15rem .8rem .15rem 0;border-bottom:1px solid #ddd;font-variant-numeric:tabular-nums}.note{color:#8a5a00}`;

/** A page as HTML that needs nothing else. */
export function html({ title, notes, sections, rest }: Page): string {
  const note = (of: string) => `<p class="note">${text(of)}</p>`;
  const row = (cells: readonly string[], tag: 'td' | 'th') =>
    `<tr>${cells.map(cell => `<${tag}>${text(cell)}</${tag}>`).join('')}</tr>`;
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${text(title)}</title><style>${style}</style>`,
    `<h1>${text(title)}</h1>`,
    '<p>Red fires, yellow is pending, grey is not known.</p>',
    ...notes.map(note),
    ...sections.flatMap(section => [
      `<h2>${text(section.title)}</h2><p>${text(section.summary)}</p>`,
      section.svg,
      ...(section.rows.length > 0
        ? [`<table>${row(section.head, 'th')}${section.rows.map(cells => row(cells, 'td')).join('')}</table>`]
        : []),
      ...section.notes.map(note),
    ]),
    ...(rest.names.length > 0 ? [`<h2>${text(rest.title)}</h2><p>${rest.names.map(text).join(', ')}</p>`] : []),
    '</html>',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (of: string): string => of.replace(/[&<>"]/g, char => entities[char] as string);
