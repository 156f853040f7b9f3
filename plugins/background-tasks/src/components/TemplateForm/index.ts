export { EditTemplatePage } from './EditTemplatePage';
export { NewTemplatePage } from './NewTemplatePage';
