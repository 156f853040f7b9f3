/** The bundle's name below `bundle/`. */
export const BUNDLE_FILE = 'bundle.json.gz';
