import { Ajv } from 'ajv';

/** A map without other keys than these. */
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const texts = { type: 'array', items: { type: 'string' }, minItems: 1 };
const variables = {
  type: 'object',
  propertyNames: { pattern: '^[A-Z][A-Z0-9_]*$' },
  additionalProperties: { type: 'string' },
};

const job = closed({
  image: { type: 'string' },
  extends: { type: 'string' },
  timeout: { type: 'string', pattern: '^\\d+ (minutes|hours)$' },
  interruptible: { type: 'boolean' },
  allow_failure: { type: 'boolean' },
  variables,
  needs: texts,
  rules: {
    type: 'array',
    items: closed({ if: { type: 'string' }, when: { enum: ['always', 'on_success', 'on_failure', 'manual'] } }, ['if']),
  },
  script: texts,
  artifacts: closed({
    when: { enum: ['always', 'on_success', 'on_failure'] },
    paths: texts,
    reports: closed({ codequality: { type: 'string' } }),
  }),
});

/**
 * The part of `.gitlab-ci.yml` that the example uses, closed: a key that is not here is a mistake, or belongs here.
 * Source: GitLab's documentation, CI/CD YAML syntax reference.
 */
export const isGitlabCi = new Ajv({ allErrors: true }).compile({
  type: 'object',
  // A hidden job begins with a dot; the names of the reference's global keywords are no jobs.
  propertyNames: {
    not: { enum: ['image', 'services', 'stages', 'cache', 'include', 'pages', 'true', 'false', 'nil'] },
  },
  additionalProperties: job,
});
