import type { Site } from '../catalog/site.js';
import { nearest } from '../core/nearest.js';
import { once } from '../core/once.js';
import type { Dashboard } from '../grafana/model.js';
import { anchorsOf, linksOf } from './markdown.js';
import { dashboardUrl, panelsOf, panelUrl } from './panels.js';
import type { Book } from './render.js';

/** A link that leads nowhere. */
export interface BrokenLink {
  readonly line: number;
  readonly message: string;
  readonly fix: string;
}

/** The addresses of all dashboards and panels. */
const addresses = once((dashboards: readonly Dashboard[], site: Site): ReadonlySet<string> => {
  const boards = dashboards.map(({ slug }) => dashboardUrl(slug, site));
  return new Set([...boards, ...panelsOf(dashboards).map(place => panelUrl(place, site))]);
});

/**
 * The links of a page's text that lead nowhere: to pages and anchors that the runbooks do not have, and to dashboards
 * and panels that the project does not have. What lies elsewhere is not looked at.
 */
export function brokenLinks(
  page: string,
  text: string,
  pages: ReadonlyMap<string, string>,
  { dashboards, site }: Book,
): BrokenLink[] {
  const known = addresses(dashboards, site);
  return linksOf(text).flatMap(({ target, line }): BrokenLink[] => {
    const broken = (message: string, fix: string) => [{ line, message, fix }];
    if (target.startsWith(`${site.grafana}/`)) {
      if (known.has(target)) return [];
      return broken(`${target} is no dashboard of this project`, 'write {{dashboard SLUG}} or {{panel SLUG/TITLE}}');
    }
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    const name = path === '' ? page : path.replace(/\.md$/, '');
    const to = pages.get(name);
    if (to === undefined || (path !== '' && !path.endsWith('.md'))) {
      const close = nearest(name, [...pages.keys()]);
      return broken(
        `the link to ${path} leads nowhere`,
        close ? `write ${close}.md` : 'link to a page of the runbooks: NAME.md',
      );
    }
    if (anchor === undefined || anchorsOf(to).has(anchor)) return [];
    const close = nearest(anchor, [...anchorsOf(to)]);
    return broken(
      `${name}.md has no heading #${anchor}`,
      close ? `write #${close}` : `use one of ${[...anchorsOf(to)].join(', ')}`,
    );
  });
}
