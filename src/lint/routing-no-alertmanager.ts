import { placeOf } from '../core/findings.js';
import type { SubjectCheck } from './model.js';

/** Routing for a site that names no Alertmanager: Prometheus would send its alerts nowhere. */
export const routingNoAlertmanager: SubjectCheck = {
  id: 'routing/no-alertmanager',
  severity: 'error',
  *find({ routing, site }) {
    if (!routing || site.alertmanagers.length > 0) return;
    yield {
      place: placeOf(routing.site),
      message: 'the site names no Alertmanager, so nothing is sent to the one that this routing is for',
      fix: "give the site's alertmanagers a host:port, or leave the routing out of the project",
    };
  },
};
