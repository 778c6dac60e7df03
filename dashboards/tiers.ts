import { minutes, seconds } from '../src/index.js';

/**
 * How often a dashboard reloads: as often as the rules of its tier are evaluated. Errors are in the tier of health:
 * every 15 minutes would be too late for a critical one. Source: guide, Monitoring Strategy; ruling R21.
 */
export const tiers = { health: seconds(30), performance: minutes(1), business: minutes(5) } as const;
