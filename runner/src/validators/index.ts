export * from './discover';
export * from './Validator';
