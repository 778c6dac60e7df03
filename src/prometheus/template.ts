/** Go templates of annotations, as far as annotations need them: parsed, looked into, and rendered as Prometheus does. */
export type { Part, TemplateFault } from './template/ast.js';
export { isBeyond } from './template/beyond.js';
export { type ParsedTemplate, parseTemplate } from './template/parse.js';
export { renderTemplate, type TemplateData, templateExternals, templateLabels } from './template/render.js';
export { type ShownValue, shownValues } from './template/shown.js';
