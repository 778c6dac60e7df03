import { placeOf } from '../core/findings.js';
import type { SubjectCheck } from './model.js';

/** A receiver of the site that no route leads to: whoever is behind it waits for alerts that never come. */
export const routingReceiverUnused: SubjectCheck = {
  id: 'routing/receiver-unused',
  severity: 'error',
  *find({ routing, site }) {
    if (!routing) return;
    const used = new Set([...routing.routes, routing.fallback].map(({ to }) => to.integrations));
    for (const [name, integrations] of Object.entries(site.notifications?.receivers ?? {})) {
      if (used.has(integrations)) continue;
      yield {
        place: placeOf(routing.site, name),
        message: `no route leads to the receiver "${name}" of the site`,
        fix: 'route something to it, or delete it from the site',
      };
    }
  },
};
