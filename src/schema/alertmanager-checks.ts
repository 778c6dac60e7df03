import { at, type Json, objectsIn, pointerTo, quote } from './document.js';
import { duplicates } from './duplicates.js';
import type { Problem } from './problem.js';

/** Names that occur twice or that nothing defines, and receivers that reach nobody or have no mail server to go through. */
export function alertmanagerProblems(config: Json): Problem[] {
  const receivers = objectsIn(config.receivers);
  const intervals = objectsIn(config.time_intervals);
  const names = (list: typeof receivers) => list.map(({ value }) => value.name);
  const named = (key: string, list: typeof receivers) =>
    list.map(({ index, value }) => ({ value: value.name, pointer: pointerTo(key, index, 'name') }));
  const routes = objectsIn(at(config, 'route', 'routes')).map(
    ({ index, value }) => [value, pointerTo('route', 'routes', index)] as const,
  );
  return [
    ...duplicates('receiver', 'in this config', named('receivers', receivers), 'rename one, or join the two'),
    ...duplicates('time interval', 'in this config', named('time_intervals', intervals), 'rename one'),
    // That there are no receivers at all is what the schema complains about.
    ...[[at(config, 'route'), '/route'] as const, ...routes].flatMap(([route, pointer]) =>
      receivers.length === 0
        ? []
        : undefinedName('receiver', at(route, 'receiver'), names(receivers), `${pointer}/receiver`),
    ),
    ...routes.flatMap(([route, pointer]) =>
      (['active_time_intervals', 'mute_time_intervals'] as const).flatMap(key => {
        const used = route[key];
        return Array.isArray(used)
          ? used.flatMap((name, i) => undefinedName('time interval', name, names(intervals), `${pointer}/${key}/${i}`))
          : [];
      }),
    ),
    ...receivers.flatMap(({ index, value }) => [
      ...reachesNobody(value, pointerTo('receivers', index)),
      ...(config.global === undefined ? withoutMailServer(value, pointerTo('receivers', index)) : []),
    ]),
  ];
}

function undefinedName(what: string, name: unknown, known: readonly unknown[], pointer: string): Problem[] {
  if (typeof name !== 'string' || name === '' || known.includes(name)) return [];
  const fix = known.length === 0 ? 'define it' : `define it, or use one of ${known.map(String).join(', ')}`;
  return [{ id: 'schema/value', pointer, message: `there is no ${what} ${quote(name)}`, fix }];
}

/** Alertmanager takes a receiver without integrations, and drops what is sent to it. */
function reachesNobody(receiver: Json, pointer: string): Problem[] {
  if (Object.keys(receiver).some(key => key.endsWith('_configs'))) return [];
  const message = `the receiver ${quote(receiver.name)} reaches nobody`;
  return [{ id: 'schema/value', pointer, message, fix: 'give it an integration' }];
}

function withoutMailServer(receiver: Json, pointer: string): Problem[] {
  if (!('email_configs' in receiver)) return [];
  const message = `the receiver ${quote(receiver.name)} is reached by e-mail, and there is no mail server`;
  return [
    {
      id: 'schema/value',
      pointer: `${pointer}/email_configs`,
      message,
      fix: 'give global its smtp_smarthost and smtp_from',
    },
  ];
}
