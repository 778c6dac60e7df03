/** A line of Markdown and what it is: the fences of a code block and what is between them are no text. */
export interface Line {
  readonly text: string;
  /** 1-based. */
  readonly number: number;
  readonly code: boolean;
}

/** A fenced code block. */
export interface Block {
  /** What follows the opening fence: `sh`, `promql`. */
  readonly info: string;
  /** Without the indentation of the fence. */
  readonly text: string;
  /** The line of the opening fence. */
  readonly line: number;
}

/** A heading and what follows it up to the next one of the same or a higher level. */
export interface Section {
  readonly title: string;
  readonly line: number;
  readonly body: string;
}

const fence = /^(\s*)(`{3,})(.*)$/;

/** The lines of a text, code told apart. */
export function linesOf(text: string): Line[] {
  let open: string | undefined;
  return text.split('\n').map((line, i) => {
    const mark = fence.exec(line)?.[2];
    const code = open !== undefined || mark !== undefined;
    if (open === undefined) open = mark;
    else if (mark !== undefined && mark.length >= open.length) open = undefined;
    return { text: line, number: i + 1, code };
  });
}

/** The fenced code blocks of a text; one that is never closed ends with the text. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { indent: number; mark: string; info: string; line: number; lines: string[] } | undefined;
  const close = () => {
    if (open) blocks.push({ info: open.info, text: open.lines.join('\n'), line: open.line });
    open = undefined;
  };
  text.split('\n').forEach((line, i) => {
    const [, indent = '', mark, info = ''] = fence.exec(line) ?? [];
    if (!open) {
      if (mark) open = { indent: indent.length, mark, info: info.trim(), line: i + 1, lines: [] };
    } else if (mark && mark.length >= open.mark.length) close();
    else open.lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
  });
  close();
  return blocks;
}

/** The `##` sections of a text, and what stands before the first. */
export function sectionsOf(text: string): { readonly before: string; readonly sections: Section[] } {
  const before: string[] = [];
  const sections: { title: string; line: number; lines: string[] }[] = [];
  for (const { text: line, number, code } of linesOf(text)) {
    const title = code ? undefined : /^## +(.*?)\s*$/.exec(line)?.[1];
    if (title !== undefined) sections.push({ title, line: number, lines: [] });
    else (sections.at(-1)?.lines ?? before).push(line);
  }
  return {
    before: before.join('\n').trim(),
    sections: sections.map(({ title, line, lines }) => ({ title, line, body: lines.join('\n').trim() })),
  };
}

/** Where the links of a text go, without those in code. */
export function linksOf(text: string): { readonly target: string; readonly line: number }[] {
  return linesOf(text)
    .filter(line => !line.code)
    .flatMap(({ text: line, number }) =>
      [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => ({
        target: target as string,
        line: number,
      })),
    );
}

/** The anchors of a page's headings as GitHub and most renderers make them; a repeated one is numbered. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const { text: line, code } of linesOf(text)) {
    const title = code ? undefined : /^#{1,6} +(.*?)\s*$/.exec(line)?.[1];
    if (title === undefined) continue;
    const anchor = anchorOf(title);
    let unique = anchor;
    for (let n = 1; anchors.has(unique); n++) unique = `${anchor}-${n}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The anchor of a heading: lower case, punctuation dropped, spaces to dashes. */
export const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** A Markdown table; `|` and line ends in cells are escaped. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ') || '–';

/** Inline code. A table's escaping is undone inside it by every renderer that has tables. */
export const code = (text: string): string => `\`${text}\``;

/** A fenced block of code. */
export const block = (info: string, text: string): string => `\`\`\`${info}\n${text}\n\`\`\``;

/** Parts with an empty line between them; empty ones are left out. */
export const paragraphs = (...parts: readonly string[]): string => parts.filter(part => part !== '').join('\n\n');
