export { InsightsService, type InsightsQuery } from './InsightsService';
