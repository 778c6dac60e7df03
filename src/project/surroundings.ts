import { openWorld } from '../catalog/world.js';
import type { Surroundings } from '../lint/model.js';
import { load } from './load.js';

/**
 * What is known of the metrics in files of others: in a closed world the project's catalog and site, in an open world
 * the same where a config file was named, else nothing.
 * @throws TelltaleError when the project cannot be loaded.
 */
export async function surroundings(world: 'open' | 'closed', config: string | undefined): Promise<Surroundings> {
  if (world === 'open' && config === undefined) return { world: openWorld() };
  const { project } = await load({ ...(config !== undefined && { config }) });
  const { site } = project;
  return { world: world === 'open' ? openWorld(project.world) : project.world, site };
}
