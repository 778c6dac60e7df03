import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { TelltaleError } from '../core/errors.js';

/** How the options say who asks. */
export interface CredentialOptions {
  readonly header: readonly (readonly [name: string, value: string])[];
  readonly headersFile?: string;
  readonly bearerTokenFile?: string;
  readonly basicAuthFile?: string;
  readonly tenant?: string;
}

/** Reads an option that may be given several times. */
export const collect =
  <T>(read: (text: string) => T) =>
  (text: string, before: readonly T[]): readonly T[] => [...before, read(text)];

/** The options of a command that asks a Prometheus. */
export function withCredentials(command: Command): Command {
  return command
    .option(
      '--header <header>',
      '"Name: value", sent with every query; may be given several times',
      collect(header),
      [],
    )
    .option('--headers-file <file>', 'headers, one a line')
    .option('--bearer-token-file <file>', 'a token')
    .option('--basic-auth-file <file>', 'user:password')
    .option('--tenant <id>', 'the tenant of Mimir or Thanos: X-Scope-OrgID');
}

/** What `--prometheus` names. @throws TelltaleError when it is no address. */
export function addressOf(text: string): string {
  if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return text;
  throw new TelltaleError('--prometheus is no address', { fix: 'write it like http://prometheus:9090' });
}

const headerText = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Reads `Name: value`. What is wrong is said without saying the value. */
export function header(text: string): readonly [string, string] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.+?)\s*$/.exec(text);
  if (match) return [match[1] as string, match[2] as string];
  throw new InvalidArgumentError('Give it as "Name: value".');
}

/** The headers that every request carries. @throws TelltaleError when a file cannot be read; it shows none of its text. */
export function headersOf(options: CredentialOptions): Record<string, string> {
  const { headersFile, bearerTokenFile, basicAuthFile, tenant } = options;
  const headers: Record<string, string> = {};
  const set = (name: string, value: string) => {
    if (!headerText.test(value)) {
      throw new TelltaleError(`the value of the header ${name} holds what no header may hold`, {
        fix: 'look for line breaks and characters beyond Latin-1',
      });
    }
    headers[name.toLowerCase()] = value;
  };
  if (tenant !== undefined) set('X-Scope-OrgID', tenant);
  if (bearerTokenFile !== undefined) set('Authorization', `Bearer ${secret(bearerTokenFile)}`);
  if (basicAuthFile !== undefined) {
    const pair = secret(basicAuthFile);
    if (!pair.includes(':'))
      throw new TelltaleError(`${basicAuthFile} holds no user and password`, { fix: 'write them as user:password' });
    set('Authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  }
  if (headersFile !== undefined) {
    secret(headersFile)
      .split('\n')
      .map((line, i) => [line.trim(), i + 1] as const)
      .filter(([line]) => line !== '' && !line.startsWith('#'))
      .forEach(([line, number]) => {
        set(...fileHeader(line, `${headersFile}:${number}`));
      });
  }
  for (const [name, value] of options.header) set(name, value);
  return headers;
}

function fileHeader(line: string, place: string): readonly [string, string] {
  try {
    return header(line);
  } catch {
    throw new TelltaleError(`${place} is no header`, { fix: 'write each as "Name: value" on a line of its own' });
  }
}

function secret(file: string): string {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text !== '') return text;
  } catch (error) {
    throw new TelltaleError(`${file} cannot be read`, { fix: 'name a file that you may read', cause: error });
  }
  throw new TelltaleError(`${file} is empty`, { fix: 'write the credentials into it' });
}
