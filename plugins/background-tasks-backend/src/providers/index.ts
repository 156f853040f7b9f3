export { Agents } from './Agents';
export { builtInProviders } from './builtInProviders';
export { gatewayProviders } from './gatewayProviders';
export { ModelAdmission } from './ModelAdmission';
export { readBudgets, type Budgets, type ProjectBudgets } from './readBudgets';
export { readProviders, type ProviderSettings } from './readProviders';
export { resolveProviders, whyUnavailable } from './resolveProviders';
