import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What `promtool check rules` says about each expression: undefined when it accepts it, else its complaint.
 * All of them go into one rule file, so that a thousand cost as much as one.
 */
export async function promtoolVerdicts(expressions: readonly string[]): Promise<(string | undefined)[]> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-promtool-'));
  try {
    const rules = expressions.map((expr, i) => `  - record: r${i}\n    expr: ${yamlString(expr)}\n`);
    const file = join(folder, 'rules.yaml');
    await writeFile(file, `groups:\n- name: g\n  rules:\n${rules.join('')}`);
    const output = await run(['check', 'rules', file]);
    const verdicts: (string | undefined)[] = expressions.map(() => undefined);
    for (const [, rule, complaint] of output.matchAll(/rule (\d+), "r\d+": (.*)/g)) {
      verdicts[Number(rule) - 1] ??= complaint as string;
    }
    const failed = output.includes('FAILED');
    if (failed && verdicts.every(v => v === undefined)) throw new Error(`promtool could not read the file: ${output}`);
    return verdicts;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('promtool', args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve(stdout + stderr);
    });
  });
}

/** A double-quoted YAML scalar in plain ASCII; JSON's own escapes break on characters beyond U+FFFF. */
function yamlString(text: string): string {
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    if (char === '"' || char === '\\') out += `\\${char}`;
    else if (code >= 0x20 && code < 0x7f) out += char;
    else if (code > 0xffff) out += `\\U${code.toString(16).padStart(8, '0')}`;
    else out += `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `${out}"`;
}
