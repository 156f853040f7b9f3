export * from './EventWriter';
export * from './LineSplitter';
export * from './secretForms';
export * from './text';
