import type { Page } from './page.js';

/** The most characters that a comment on a pull request may have. */
const largest = 65_536;

/** A page as Markdown, short enough for a comment on a pull request; what is left out is said. */
export function markdown({ title, notes, sections, rest }: Page): string {
  const head = [`**${text(title)}**`, ...notes.map(note => `> ${text(note)}`)].join('\n\n');
  const tail = rest.names.length > 0 ? `\n\n${rest.title}: ${rest.names.map(text).join(', ')}` : '';
  let result = head;
  for (const [i, section] of sections.entries()) {
    const table = [section.head, section.head.map(() => '---'), ...section.rows.map(row => row.map(text))];
    const part = [
      `### ${text(section.title)}`,
      text(section.summary),
      section.svg,
      ...(section.lines.length > 0 ? [['```text', ...section.lines, '```'].join('\n')] : []),
      ...(section.rows.length > 0 ? [table.map(row => `| ${row.join(' | ')} |`).join('\n')] : []),
      ...section.notes.map(note => `> ${text(note)}`),
    ].join('\n\n');
    const left = `\n\n_${sections.length - i} of ${sections.length} alerts are cut off: a comment may have ${largest} characters._`;
    if (result.length + part.length + left.length + tail.length + 2 > largest) return `${result}${left}`;
    result += `\n\n${part}`;
  }
  return result + tail;
}

/** Text that Markdown shows as it is. */
const text = (of: string): string => of.replace(/[\\`*_{}[\]<>|#~&]/g, '\\$&');
