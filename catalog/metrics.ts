import {
  above,
  assumed,
  below,
  closed,
  count,
  counter,
  countPerSecond,
  days,
  gauge,
  guide,
  histogram,
  megabytes,
  open,
  percent,
  pushedGauge,
  seconds,
  standard,
  wholeAndParts,
} from '../src/index.js';
import { coordinator, coordinators, errorSeverity, model, orchestratorType, provider, status } from './vocabulary.js';

/** Which architecture a process runs: 1 is the coordinator orchestrator, 0 is legacy. Source: guide, Key Metrics 1. */
export const orchestratorEnabled = gauge('coordinator_orchestrator_enabled', {
  help: 'Whether the coordinator orchestrator is enabled: 1 yes, 0 no.',
  unit: 'flag',
  range: [0, 1],
  labels: {
    source: closed('environment_variable', 'settings_file'),
    version: open('Victor releases', '1.4.0', '1.5.0'),
  },
  source: guide('Key Metrics 1'),
});

/**
 * Time that each coordinator took to initialise, once per process start. Unit: seconds.
 * `total` is the sum over a process' coordinators, `each` is a single one. Source: guide, Key Metrics 2; rulings R13, R16.
 */
export const initialization = histogram('coordinator_initialization_seconds', {
  help: 'Time taken to initialise a coordinator.',
  unit: 'seconds',
  labels: { coordinator, status },
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  atStart: true,
  limits: {
    total: above({ warning: seconds(0.5), critical: seconds(1) }, 'total over all coordinators of a process'),
    each: above({ target: seconds(0.05) }, 'one coordinator'),
  },
  source: guide('Key Metrics 2'),
});

/**
 * So many requests of a model, or calls of a tool, in an hour have a mean that is worth comparing with that of legacy:
 * the margin of error holds for many. With fewer, the alerts on overhead say nothing.
 */
const comparable = count(120);

/** End-to-end chat latency, coordinator overhead included. Unit: seconds. Source: guide, Key Metrics 3; ruling R16. */
export const chatLatency = histogram('chat_latency_seconds', {
  help: 'End-to-end latency of chat requests, coordinator overhead included.',
  unit: 'seconds',
  labels: { orchestrator_type: orchestratorType, model, provider },
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 45, 60, 120],
  limits: {
    overhead: above({ warning: 1.1, critical: 1.15 }, 'ratio to the baseline mean'),
    comparable: below({ target: comparable }, 'requests of one model in an hour'),
    typical: above({ warning: seconds(5) }, 'median'),
    surge: above({ info: 1.5 }, 'requests as a ratio to the same hour of an earlier day'),
    drop: below({ info: 0.5 }, 'requests as a ratio to the same hour of an earlier day'),
  },
  source: guide('Key Metrics 3', 'Warning: Performance degradation'),
});

/** Time that a tool ran. Legacy processes report it too; which is which, the feature flag tells. Unit: seconds. Source: guide, Key Metrics 4. */
export const toolExecution = histogram('tool_execution_seconds', {
  help: 'Time taken to execute a tool.',
  unit: 'seconds',
  labels: {
    tool_name: open('tools are plug-ins', 'read_file', 'write_file', 'shell', 'code_search', 'web_fetch'),
    coordinator: closed('ToolCoordinator'),
    status,
  },
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  limits: {
    overhead: above({ warning: 1.05, critical: 1.1 }, 'ratio to the baseline mean'),
    comparable: below({ target: comparable }, 'calls of one tool in an hour'),
  },
  source: guide('Key Metrics 4'),
});

/** Errors that a coordinator met, handled or not. Source: guide, Key Metrics 5; ruling R14. */
export const coordinatorErrors = counter('coordinator_errors_total', {
  help: 'Errors by coordinator.',
  unit: 'count',
  labels: {
    coordinator,
    error_type: open('error classes of the application', 'timeout', 'validation', 'provider', 'internal'),
    severity: errorSeverity,
  },
  limits: {
    burst: above({ warning: count(0), critical: count(10) }, 'errors of one coordinator in 5 minutes'),
    rate: above({ warning: countPerSecond(0.1) }, 'errors of all coordinators of a job per second'),
  },
  source: guide('Key Metrics 5', 'Warning: Elevated error rate'),
});

/**
 * Memory of a process. The components overlap: total is coordinators, overhead and everything else, so a sum over
 * `component` counts twice (ruling R18). Unit: bytes. Source: guide, Key Metrics 6; rulings R1, R9, R19.
 */
export const memory = gauge('coordinator_memory_bytes', {
  help: 'Memory in use; total includes coordinators and overhead.',
  unit: 'bytes',
  range: [0, Infinity],
  labels: { orchestrator_type: orchestratorType, component: wholeAndParts('total', 'coordinators', 'overhead') },
  limits: {
    overhead: above({ warning: megabytes(100), critical: megabytes(200) }, 'total above the baseline'),
    total: above({ info: megabytes(500) }, 'total of a process'),
    growth: above({ critical: megabytes(10) }, 'growth in 10 minutes'),
  },
  source: guide('Key Metrics 6', 'Critical: Memory leak', 'Warning: Memory overhead high'),
});

/** One coordinator calling another. Source: guide, Key Metrics 7. */
export const interactions = counter('coordinator_interactions_total', {
  help: 'Calls from one coordinator to another.',
  unit: 'count',
  labels: {
    source_coordinator: coordinator,
    target_coordinator: coordinator,
    operation: open('methods of the coordinators', 'execute_tool', 'build_prompt', 'load_context'),
  },
  limits: { spike: above({ info: 2 }, 'ratio to the same hour of an earlier day') },
  source: guide('Key Metrics 7', 'Info: Coordinator interactions spike'),
});

/** Share of features that work as they did in legacy; a fact of a CI run, pushed (ruling R22). Unit: ratio (ruling R6). Source: guide, Key Metrics 8. */
export const featureParity = pushedGauge('feature_parity_score', {
  help: 'Share of features that work as in legacy, 0 to 1.',
  unit: 'ratio',
  range: [0, 1],
  labels: { feature_category: closed('chat', 'tools', 'sessions', 'analytics') },
  limits: {
    score: below({ target: 1, warning: 0.95, critical: 0.9 }),
    age: above({ warning: days(2) }, 'time since the last report'),
  },
  source: guide('Key Metrics 8', 'Warning: Feature parity drop'),
});

/** Test coverage; a fact of a CI run, pushed (ruling R22). Unit: percent, 0–100. Source: guide, Key Metrics 9. */
export const testCoverage = pushedGauge('coordinator_test_coverage_percent', {
  help: 'Test coverage, 0 to 100.',
  unit: 'percent',
  range: [0, 100],
  labels: { coordinator: closed(...coordinators, 'all') },
  limits: {
    coverage: below({ warning: percent(85), critical: percent(75) }),
    age: above({ warning: days(2) }, 'time since the last report'),
  },
  source: guide('Key Metrics 9', 'Warning: Test coverage drop'),
});

/** Requests that failed because something incompatible changed. Source: guide, Key Metrics 10. */
export const compatibilityFailures = counter('backward_compatibility_failures_total', {
  help: 'Failures due to backward compatibility issues.',
  unit: 'count',
  labels: {
    api_version: open('API versions in use', 'v1', 'v2'),
    failure_type: open('kinds of incompatibility', 'missing_field', 'changed_type', 'removed_endpoint'),
  },
  source: guide('Key Metrics 10', 'Critical: Backward compatibility failure'),
});

/** Sessions found damaged on load or save. Source: ruling R7: the guide uses it and never defines it. */
export const sessionCorruption = counter('session_corruption_total', {
  help: 'Sessions found corrupted.',
  unit: 'count',
  source: assumed('the guide alerts on it without defining it (Critical: Data corruption; ruling R7)'),
});

/** Sessions open right now. Source: ruling R26. */
export const activeSessions = gauge('victor_active_sessions', {
  help: 'Sessions open right now.',
  unit: 'count',
  range: [0, Infinity],
  source: assumed('the overview shows active sessions without naming a metric (ruling R26)'),
});

/** Whether the last scrape worked: 1 yes, 0 no. Written by Prometheus itself. */
export const up = gauge('up', {
  help: 'Whether the last scrape of the target worked: 1 yes, 0 no.',
  unit: 'flag',
  range: [0, 1],
  source: standard('Prometheus'),
});

/** CPU time of the process, all cores. Unit: seconds. */
export const processCpu = counter('process_cpu_seconds_total', {
  help: 'Total user and system CPU time spent in seconds.',
  unit: 'seconds',
  source: standard('process collector of the Prometheus client libraries'),
});

/** Resident memory as the operating system counts it. Unit: bytes. */
export const processMemory = gauge('process_resident_memory_bytes', {
  help: 'Resident memory size in bytes.',
  unit: 'bytes',
  range: [0, Infinity],
  source: standard('process collector of the Prometheus client libraries'),
});

/** When the process started. Unit: seconds since the epoch. */
export const processStart = gauge('process_start_time_seconds', {
  help: 'Start time of the process since unix epoch in seconds.',
  unit: 'timestamp',
  range: [0, Infinity],
  source: standard('process collector of the Prometheus client libraries'),
});

/** When a batch job last pushed. Unit: seconds since the epoch. Source: ruling R22. */
export const pushTime = pushedGauge('push_time_seconds', {
  help: 'Last Unix time when changing this group in the Pushgateway succeeded.',
  unit: 'timestamp',
  range: [0, Infinity],
  source: standard('Pushgateway'),
});
