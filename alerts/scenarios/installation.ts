import {
  chatLatency,
  featureParity,
  memory,
  orchestratorEnabled,
  processStart,
  pushTime,
  testCoverage,
  toolExecution,
  up,
} from '../../catalog/metrics.js';
import site from '../../catalog/site.js';
import {
  type Duration,
  gone,
  holds,
  hours,
  type Input,
  input,
  type Move,
  minutes,
  observed,
  raises,
  type Stretch,
  serves,
  type Traffic,
  times,
  weeks,
  within,
} from '../../src/index.js';

/** What is there when all is well: stories change it. Figures follow from the limits and baselines of the catalog. */

export const [job] = Object.keys(site.jobs) as [string];

type Type = 'coordinator' | 'legacy';

/** A process, by its place in the story. */
export const target = (name: string) => ({ job, instance: `${name}:9090` });

/** Always firing, in every story. */
export const alive = raises('CoordinatorWatchdog', 'info', { from: minutes(0), give: minutes(15) });

/** A chat of legacy, and one that is as fast as it should be with coordinators. */
export const legacyChat = site.baselines.chatLatency;
export const usualChat = times(within(chatLatency.limits.overhead).value, legacyChat);
export const usualTool = times(within(toolExecution.limits.overhead).value, site.baselines.toolLatency);

/** Busy enough for every minimum of traffic: a minute has half of what is asked of an hour. */
export const busy = (each: Traffic['each']): Traffic => ({
  perMinute: chatLatency.limits.comparable.levels.target.value / 2,
  each,
});

/** That a process answers, and which architecture it runs; it exports nothing while it does not answer. */
export function running(name: string, type: Type, ...answers: readonly Move[]): Input[] {
  const at = target(name);
  const moves = answers.length > 0 ? answers : [holds(1)];
  const flag = holds(type === 'coordinator' ? 1 : 0);
  return [
    input(up, at, ...moves),
    input(
      orchestratorEnabled,
      { ...at, source: 'settings_file', version: '1.5.0' },
      ...moves.map(move => ({ ...(move.at === 1 ? flag : gone()), ...(move.for && { for: move.for }) })),
    ),
  ];
}

/** When a process started: with the story, when it does not say. */
export const started = (name: string, ...moves: readonly Move[]): Input =>
  input(processStart, target(name), ...(moves.length > 0 ? moves : [holds(0)]));

/** The memory of a process: that of legacy, when it does not say. */
export const memoryOf = (name: string, type: Type, ...moves: readonly Move[]): Input =>
  input(
    memory,
    { ...target(name), orchestrator_type: type, component: 'total' },
    ...(moves.length > 0 ? moves : [holds(site.baselines.memory)]),
  );

/** Chat requests that a process serves. */
export const chats = (name: string, type: Type, ...stretches: readonly Stretch[]): Input[] =>
  observed(
    chatLatency,
    { ...target(name), orchestrator_type: type, provider: 'anthropic', model: 'claude-sonnet-4-5' },
    ...stretches,
  );

/** Tools that a process runs. */
export const tools = (name: string, ...stretches: readonly Stretch[]): Input[] =>
  observed(
    toolExecution,
    { ...target(name), tool_name: 'shell', coordinator: 'ToolCoordinator', status: 'success' },
    ...(stretches.length > 0 ? stretches : [serves(busy(usualTool))]),
  );

/** A coordinator process with everything that it exports: all well, and busy, but for what a story says of its traffic. */
export const wellProcess = (
  name: string,
  traffic: { readonly chats?: readonly Stretch[]; readonly tools?: readonly Stretch[] } = {},
): Input[] => [
  ...running(name, 'coordinator'),
  started(name),
  memoryOf(name, 'coordinator'),
  ...chats(name, 'coordinator', ...(traffic.chats ?? [serves(busy(usualChat))])),
  ...tools(name, ...(traffic.tools ?? [])),
];

/** How often CI runs, when it does. */
export const ciEvery = hours(4);

/** What CI pushed last: every four hours until it stops, and again from when it is back. */
export function ci(stops?: Duration, back?: Duration): Input[] {
  const last = stops ? stops.ms / ciEvery.ms : Number.POSITIVE_INFINITY;
  const runs = Array.from({ length: weeks(1).ms / ciEvery.ms }, (_, run) => {
    const missed = run > last && !(back && run * ciEvery.ms >= back.ms);
    return holds(((missed ? last : run) * ciEvery.ms) / 1000, ciEvery);
  });
  return [
    input(pushTime, { job }, ...runs),
    input(featureParity, { job, feature_category: 'chat' }, holds(1)),
    input(testCoverage, { job, coordinator: 'all' }, holds(within(testCoverage.limits.coverage))),
  ];
}
