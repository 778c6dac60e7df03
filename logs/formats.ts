import {
  failedOperation,
  failure,
  initialized,
  inMilliseconds,
  inSeconds,
  type LogFormat,
  operation,
} from '../src/index.js';

/** Field names that the three formats share; in the first two they are those of the payload. */
const fields = {
  success: 'success',
  errorType: 'error_type',
  message: 'error',
  component: 'coordinator',
  variant: 'orchestrator_type',
  breakdown: ['provider', 'model'],
};

/** The event bus, opt-in (`victor.jsonl`): a topic, seconds since the epoch, the payload under `data`. */
export const bus: LogFormat = {
  name: 'event bus',
  event: 'topic',
  time: 'timestamp',
  payload: 'data',
  fields,
  events: {
    'model.response': operation('model call', inMilliseconds('latency_ms')),
    'model.error': failedOperation('model call'),
    'tool.result': operation('tool', inMilliseconds('duration_ms')),
    'tool.error': failedOperation('tool', inMilliseconds('duration_ms')),
    'error.raised': failure(),
    'workflow.error': failure(),
    'system.error': failure(),
  },
};

/** What is always written (`usage.jsonl`): an event type, ISO time, the payload under `data`. */
export const usage: LogFormat = {
  name: 'usage log',
  event: 'event_type',
  time: 'timestamp',
  payload: 'data',
  fields,
  events: {
    stream_completed: operation('chat', inSeconds('total_duration')),
    tool_result: operation('tool'),
    error: failure(),
  },
};

/** The guide's own: everything at the top level. Source: guide, Log Analysis. */
export const flat: LogFormat = {
  name: 'flat log',
  event: 'event_type',
  time: 'timestamp',
  fields,
  events: {
    coordinator_initialized: initialized(inMilliseconds('duration_ms')),
    chat_completed: operation('chat', inMilliseconds('duration_ms')),
  },
};
