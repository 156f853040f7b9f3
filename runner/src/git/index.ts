export * from './Git';
export * from './ObjectReader';
export * from './scratch';
export * from './TreeFiles';
