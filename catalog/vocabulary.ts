import { closed, open } from '../src/index.js';

/** The 15 coordinators. Source: ruling R27. */
export const coordinators = [
  'ConfigCoordinator',
  'PromptCoordinator',
  'ContextCoordinator',
  'ChatCoordinator',
  'ToolCoordinator',
  'SessionCoordinator',
  'MetricsCoordinator',
  'AnalyticsCoordinator',
  'ProviderCoordinator',
  'ModeCoordinator',
  'EvaluationCoordinator',
  'WorkflowCoordinator',
  'CheckpointCoordinator',
  'ToolSelectionCoordinator',
  'PromptBuilderCoordinator',
] as const;

export const coordinator = closed(...coordinators);

/** Which of the two architectures served. Source: guide, Key Metrics 3 and 6. */
export const orchestratorType = closed('coordinator', 'legacy');

/** How an operation ended. Source: guide, Key Metrics 2 and 4. */
export const status = closed('success', 'failure');

/** How bad the application found an error; not to be confused with an alert's severity (ruling R10). */
export const errorSeverity = closed('critical', 'warning', 'info');

export const model = open(
  'models are added by configuration, at any time',
  'claude-sonnet-4-5',
  'gpt-5',
  'qwen3-coder:30b',
);

export const provider = open('providers are plug-ins', 'anthropic', 'openai', 'ollama');
