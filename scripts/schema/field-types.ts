import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

/** A panel's or a field's link. Grafana needs no more than a title and a url here, unlike in the dashboard's header. */
export interface DataLink extends Partial<Omit<dashboard.DashboardLink, 'title' | 'url'>> {
  /** @minLength 1 */
  title: string;
  /** @minLength 1 */
  url: string;
}

/** Selects the fields of an override. Other matchers exist, with options of other shapes; we emit these. */
export interface Matcher {
  id: 'byName' | 'byRegexp' | 'byType' | 'byFrameRefID';
  options: string;
}

interface ThresholdStep extends dashboard.Threshold {
  /** @minLength 1 */
  color: string;
}

/** The SDK's field config without `custom`, which differs by panel type. */
interface FieldDefaults extends Omit<dashboard.FieldConfig, 'custom' | 'links' | 'thresholds' | 'decimals'> {
  links?: DataLink[];
  /** @asType integer @minimum 0 */
  decimals?: number;
  thresholds?: Omit<dashboard.ThresholdsConfig, 'steps'> & { steps: ThresholdStep[] };
}

/** `properties` is closed by overrides.ts: an id is a key of the defaults, or `custom.` and a key of the panel's custom config. */
interface Override {
  matcher: Matcher;
  properties: dashboard.DynamicConfigValue[];
}

export interface PlainFieldConfig {
  defaults: FieldDefaults;
  overrides: Override[];
}

export interface CustomFieldConfig<Custom> {
  defaults: FieldDefaults & { custom?: Custom };
  overrides: Override[];
}
