import type { Integration } from '../catalog/receivers.js';
import type { Receiver } from './model.js';
import { templates, use } from './templates.js';

/** A receiver as Alertmanager's configuration has it, its integrations by their kind. */
export function receiverEntry({ name, integrations, resolved }: Receiver) {
  const entry: Record<string, unknown[]> = {};
  for (const integration of integrations) {
    const key = `${integration.kind}_configs`;
    entry[key] = [...(entry[key] ?? []), { send_resolved: resolved, ...settings(integration) }];
  }
  return { name, ...entry };
}

/** The texts come from our templates: what an alert says is data there, and never read as a template itself. */
function settings(integration: Integration): Record<string, unknown> {
  switch (integration.kind) {
    case 'slack':
      return {
        api_url_file: integration.apiUrlFile,
        channel: integration.channel,
        color: use(templates.color),
        title: use(templates.slackTitle),
        title_link: use(templates.runbook),
        text: use(templates.slack),
        fallback: use(templates.slackTitle),
        mrkdwn_in: ['text'],
      };
    case 'pagerduty':
      return {
        routing_key_file: integration.routingKeyFile,
        ...(integration.url && { url: integration.url }),
        description: use(templates.title),
        severity: use(templates.pagerSeverity),
        class: '{{ .CommonLabels.alertname }}',
        group: '{{ .CommonLabels.job }}',
        details: { firing: use(templates.text), resolved: '', runbook: use(templates.runbook) },
        links: [
          { href: use(templates.runbook), text: 'Runbook' },
          { href: use(templates.dashboard), text: 'Dashboard' },
        ],
      };
    case 'email':
      return {
        to: integration.to,
        headers: { Subject: use(templates.title) },
        html: use(templates.html),
        text: use(templates.text),
      };
    case 'webhook':
      return {
        url: integration.url,
        ...(integration.credentialsFile && {
          http_config: { authorization: { credentials_file: integration.credentialsFile } },
        }),
      };
  }
}
