import { createServer } from 'node:net';

/** A mail server on a loopback port that takes every message and keeps it. */
export interface Mailbox {
  /** host:port. */
  readonly smarthost: string;
  /** Messages as they came: headers, and a body whose parts are decoded. */
  readonly messages: readonly string[];
  stop(): Promise<void>;
}

/** Starts a mailbox: just enough SMTP for one who sends without TLS and without a password. */
export async function startMailbox(): Promise<Mailbox> {
  const messages: string[] = [];
  const server = createServer(socket => {
    let waiting = '';
    let data: string | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 mailbox');
    socket.on('error', () => socket.destroy());
    socket.on('data', chunk => {
      waiting += chunk.toString('utf8');
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        if (data === undefined) {
          if (/^DATA/i.test(line)) data = '';
          if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
          else say(data === undefined ? '250 mailbox' : '354 go on');
        } else if (line === '.') {
          messages.push(decode(data));
          data = undefined;
          say('250 kept');
        } else data += `${line.replace(/^\./, '')}\n`;
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    smarthost: `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    messages,
    stop: () => new Promise(resolve => server.close(() => resolve())),
  };
}

/** Undoes quoted-printable. */
function decode(message: string): string {
  const bytes = message
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
