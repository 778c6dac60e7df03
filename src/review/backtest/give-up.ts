import type { Client } from '../../remote/client.js';
import { ServerFault } from '../../remote/faults.js';

/** So many range queries that fail one after the other, each tried again as often as it may be, are the server's fault. */
const most = 16;

/**
 * A client that no longer asks for ranges once the server has gone, hangs, or denies access: else a back-test of ten
 * thousand alerts would wait for each of them. What it throws is what the server did last.
 */
export function givingUp(client: Client): Client {
  let lost: ServerFault | undefined;
  let inRow = 0;
  return {
    ...client,
    async rangeQuery(...asked) {
      if (lost) throw lost;
      try {
        const answer = await client.rangeQuery(...asked);
        inRow = 0;
        return answer;
      } catch (error) {
        if (!(error instanceof ServerFault)) throw error;
        inRow = error.temporary || error.kind === 'slow' ? inRow + 1 : 0;
        if (error.general || inRow >= most) lost = error;
        throw error;
      }
    },
  };
}
