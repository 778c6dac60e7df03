import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What was asked of a forge. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Comment {
  readonly id: number;
  readonly author: string;
  body: string;
}

export interface Forge {
  readonly url: string;
  readonly comments: Comment[];
  readonly asked: Asked[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A server on this machine that answers so, until the test ends. */
async function served(answer: (asked: Asked) => Answer): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const one = { method: request.method ?? '', path: request.url ?? '', authorization: secretOf(request), body };
    asked.push(one);
    const { status, body: told } = answer(one);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(told));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const secretOf = ({ headers }: IncomingMessage): string | undefined =>
  headers.authorization ?? (headers['private-token'] as string | undefined);

/** The comments of a page, in the order in which they were written. */
function page<T>(all: readonly T[], query: URLSearchParams): readonly T[] {
  const size = Number(query.get('per_page') ?? 30);
  const nth = Number(query.get('page') ?? 1);
  return all.slice((nth - 1) * size, nth * size);
}

/** GitHub, with the comments of pull request 7 of shop/rules. A token that may not write is refused as there. */
export async function github(comments: Comment[] = [], mayWrite = true): Promise<Forge> {
  const shown = ({ id, author, body }: Comment) => ({ id, body, user: { login: author } });
  const { url, asked } = await served(({ method, path, body }) => {
    const { pathname, searchParams } = new URL(path, 'http://forge');
    if (method === 'GET' && pathname === '/repos/shop/rules/issues/7/comments')
      return { status: 200, body: page(comments, searchParams).map(shown) };
    if (!mayWrite) return { status: 403, body: { message: 'Resource not accessible by integration' } };
    const text = (JSON.parse(body) as { body: string }).body;
    if ([...text].length > 65_536) return { status: 422, body: { message: 'body is too long' } };
    if (method === 'POST' && pathname === '/repos/shop/rules/issues/7/comments')
      return { status: 201, body: shown(added(comments, 'github-actions[bot]', text)) };
    return changed(comments, method === 'PATCH', pathname, /^\/repos\/shop\/rules\/issues\/comments\/(\d+)$/, text);
  });
  return { url, comments, asked };
}

/** GitLab, with the notes of merge request 7 of project 42. */
export async function gitlab(comments: Comment[] = [], mayWrite = true): Promise<Forge> {
  const ids = ['telltale', 'somebody'];
  const shown = ({ id, author, body }: Comment) => ({ id, body, author: { id: ids.indexOf(author) } });
  const notes = '/api/v4/projects/42/merge_requests/7/notes';
  const { url, asked } = await served(({ method, path, body }) => {
    const { pathname, searchParams } = new URL(path, 'http://forge');
    if (pathname === '/api/v4/user') return { status: 200, body: { id: ids.indexOf('telltale') } };
    if (method === 'GET' && pathname === notes && searchParams.get('sort') === 'asc')
      return { status: 200, body: page(comments, searchParams).map(shown) };
    if (!mayWrite) return { status: 403, body: { message: '403 Forbidden' } };
    const text = new URLSearchParams(body).get('body') ?? '';
    if (method === 'POST' && pathname === notes) return { status: 201, body: shown(added(comments, 'telltale', text)) };
    return changed(comments, method === 'PUT', pathname, new RegExp(`^${notes}/(\\d+)$`), text);
  });
  return { url, comments, asked };
}

function added(comments: Comment[], author: string, body: string): Comment {
  const comment = { id: 1000 + comments.length, author, body };
  comments.push(comment);
  return comment;
}

function changed(comments: Comment[], update: boolean, path: string, form: RegExp, body: string): Answer {
  const id = form.exec(path)?.[1];
  const comment = update ? comments.find(one => String(one.id) === id) : undefined;
  if (!comment) return { status: 404, body: { message: 'Not Found' } };
  comment.body = body;
  return { status: 200, body: {} };
}

/** A Prometheus that knows every series by name, and has no samples that anybody asks for. */
export function prometheus() {
  return served(({ path, body }) => {
    const query = new URLSearchParams(body || path.split('?')[1]).get('query') ?? '';
    const names = /__name__=~"([^"]*)"/.exec(query)?.[1]?.split('|') ?? [];
    const instant = !path.includes('query_range');
    const result = instant ? names.map(name => ({ metric: { __name__: name }, value: [0, '1'] })) : [];
    return { status: 200, body: { status: 'success', data: { resultType: instant ? 'vector' : 'matrix', result } } };
  });
}
