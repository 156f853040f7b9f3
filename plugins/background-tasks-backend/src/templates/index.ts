export { fillTemplate } from './fillTemplate';
export type { FilledTemplate } from './fillTemplate';
export { sortRules } from './rules';
export type { NewTemplate, Template, TemplateBody } from './Template';
export { TemplateService } from './TemplateService';
