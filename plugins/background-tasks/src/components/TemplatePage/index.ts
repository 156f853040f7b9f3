export { MakeTemplateButton } from './MakeTemplateButton';
export { TemplatePage } from './TemplatePage';
