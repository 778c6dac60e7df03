import site from '../catalog/site.js';
import {
  inhibit,
  labelMissing,
  named,
  notNamed,
  priorityIs,
  receiver,
  route,
  routing,
  sameSeries,
  severityIs,
  timeInterval,
} from '../src/index.js';
import { absentJobs, down } from './availability.js';
import { errorRateElevated, errors } from './errors.js';
import { watchdog } from './meta.js';

/** One alert of one job is one incident, however many coordinators, instances or models it names. */
const incident = ['alertname', 'job'];

/**
 * Who is told of what, for the parameters of a site. Source: guide, Incident Response; rulings R14, R21, R24.
 * How soon and how often is in the site, with the reasons.
 */
export function routingFor({ receivers, paces, businessHours }: typeof site.notifications) {
  const team = receiver('team', receivers.team);
  return routing({
    routes: [
      // First, so that nothing else can take or hold it: whoever waits for it must not hear "resolved" either.
      route('heartbeat', {
        when: [named(watchdog)],
        to: receiver('heartbeat', receivers.heartbeat, { resolved: false }),
        pace: paces.heartbeat,
        groupBy: ['alertname'],
      }),
      // At once, at any hour, again until it is over.
      route('page', {
        when: [severityIs('critical')],
        to: receiver('page', receivers.page),
        pace: paces.P0,
        groupBy: incident,
      }),
      // What users feel, into the team's channel.
      route('soon', { when: [priorityIs('P1')], to: team, pace: paces.P1, groupBy: incident }),
      // What they do not feel yet, into the same channel, repeated less.
      route('today', { when: [priorityIs('P2')], to: team, pace: paces.P2, groupBy: incident }),
      // One digest for a job, when somebody is there to read it.
      route('digest', {
        when: [severityIs('info')],
        to: receiver('digest', receivers.digest),
        pace: paces.P3,
        groupBy: ['job'],
        active: timeInterval('business-hours', businessHours),
      }),
    ],
    // Rules that somebody else wrote may have other labels; ours never come here (`routing/unrouted`).
    fallback: { to: receiver('unrouted', receivers.unrouted), pace: paces.P1, groupBy: incident },
    inhibitions: [
      // The rungs of a ladder share their name; a critical of one instance or coordinator hides no other's warning.
      inhibit('critical-over-warning', {
        source: [severityIs('critical')],
        target: [severityIs('warning')],
        equal: sameSeries,
      }),
      // Many errors of one coordinator are also a steady rate of its job (ruling R14).
      inhibit('errors-over-rate', {
        source: [named(...errors), severityIs('critical')],
        target: [named(errorRateElevated)],
        equal: ['job'],
      }),
      // A job without any target: whatever else it seems to say is an echo.
      inhibit('absent-over-job', {
        source: [named(...absentJobs)],
        target: [notNamed(...absentJobs, watchdog)],
        equal: ['job'],
      }),
      // A process that is down explains what its job says as a whole, and what it said itself ...
      inhibit('down-over-job', {
        source: [named(down)],
        target: [notNamed(down, ...absentJobs, watchdog), labelMissing('instance')],
        equal: ['job'],
      }),
      // ... but not what another process says: its lost sessions are no echo.
      inhibit('down-over-instance', {
        source: [named(down)],
        target: [notNamed(down, watchdog)],
        equal: ['instance', 'job'],
      }),
    ],
  });
}

/** Who is told of what, here. */
export default routingFor(site.notifications);
