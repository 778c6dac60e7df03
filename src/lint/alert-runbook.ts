import type { RuleCheck } from './model.js';

/** A runbook or dashboard that nobody can open: what should be an address is none. */
export const alertRunbook: RuleCheck = {
  id: 'alert/runbook',
  severity: 'warning',
  *find(rules) {
    for (const rule of rules) {
      for (const name of rule.kind === 'alert' ? ['runbook_url', 'dashboard_url'] : []) {
        const text = rule.annotations[name];
        if (text === undefined || isAddress(text)) continue;
        yield {
          place: rule.placeOf('annotations', name),
          message: `the ${name} "${text}" is no address`,
          fix: 'write one that begins with https://',
        };
      }
    }
  },
};

/** A template may make an address of anything that it begins with. */
const isAddress = (text: string): boolean => text.startsWith('{{') || (/^https?:\/\//i.test(text) && parses(text));

/** Braces are no part of an address, but templates may stand in one. */
const parses = (text: string): boolean => URL.canParse(text.replace(/\{\{.*?\}\}/gs, 'x'));
