import { runbooks } from '../../src/index.js';
import absent from './absent.md';
import backwardCompatibility from './backward-compatibility.md';
import baselineMissing from './baseline-missing.md';
import beforeYouStart from './before-you-start.md';
import chatLatencyHigh from './chat-latency-high.md';
import criticalErrors from './critical-errors.md';
import down from './down.md';
import errorRateElevated from './error-rate-elevated.md';
import errors from './errors.md';
import featureParity from './feature-parity.md';
import featureParityNotReported from './feature-parity-not-reported.md';
import incidentP0 from './incident-p0.md';
import incidentP1 from './incident-p1.md';
import incidentP2 from './incident-p2.md';
import incidentP3 from './incident-p3.md';
import incidentTemplate from './incident-template.md';
import initializationFailure from './initialization-failure.md';
import initializationSlow from './initialization-slow.md';
import interactionsSpike from './interactions-spike.md';
import logs from './logs.md';
import memoryAboveTarget from './memory-above-target.md';
import memoryLeak from './memory-leak.md';
import memoryOverhead from './memory-overhead.md';
import memoryTrend from './memory-trend.md';
import metricsMissing from './metrics-missing.md';
import performanceDegradation from './performance-degradation.md';
import performanceDegradationByModel from './performance-degradation-by-model.md';
import rollback from './rollback.md';
import sessionCorruption from './session-corruption.md';
import testCoverage from './test-coverage.md';
import testCoverageNotReported from './test-coverage-not-reported.md';
import toolLatency from './tool-latency.md';
import usagePattern from './usage-pattern.md';
import watchdog from './watchdog.md';

/** The prose of the runbooks. Source: guide, Incident Response and Runbooks; rulings R29, R30. */
export default runbooks('alerts/runbooks', {
  alerts: {
    absent,
    'backward-compatibility': backwardCompatibility,
    'baseline-missing': baselineMissing,
    'chat-latency-high': chatLatencyHigh,
    'critical-errors': criticalErrors,
    down,
    'error-rate-elevated': errorRateElevated,
    errors,
    'feature-parity': featureParity,
    'feature-parity-not-reported': featureParityNotReported,
    'initialization-failure': initializationFailure,
    'initialization-slow': initializationSlow,
    'interactions-spike': interactionsSpike,
    'memory-above-target': memoryAboveTarget,
    'memory-leak': memoryLeak,
    'memory-overhead': memoryOverhead,
    'memory-trend': memoryTrend,
    'metrics-missing': metricsMissing,
    'performance-degradation': performanceDegradation,
    'performance-degradation-by-model': performanceDegradationByModel,
    'session-corruption': sessionCorruption,
    'test-coverage': testCoverage,
    'test-coverage-not-reported': testCoverageNotReported,
    'tool-latency': toolLatency,
    'usage-pattern': usagePattern,
    watchdog,
  },
  incidents: { P0: incidentP0, P1: incidentP1, P2: incidentP2, P3: incidentP3 },
  guides: {
    'before-you-start': beforeYouStart,
    rollback,
    logs,
    'incident-template': incidentTemplate,
  },
});
