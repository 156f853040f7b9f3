import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';

/** What answers calls: the portal's backend without its pages. */
export const apiFeatures = createBackendFeatureLoader({
  *loader() {
    yield import('@backstage/plugin-auth-backend');
    yield import('@backstage/plugin-auth-backend-module-guest-provider');
    yield import('@backstage/plugin-catalog-backend');
    yield import('@backstage/plugin-permission-backend');
    yield import(
      '@backstage/plugin-permission-backend-module-allow-all-policy'
    );
    yield import('@background-tasks/plugin-background-tasks-backend');
  },
});

/** What Background Tasks works together with: software templates, search, notifications and signals. */
export const neighbourFeatures = createBackendFeatureLoader({
  *loader() {
    yield import('@backstage/plugin-scaffolder-backend');
    yield import(
      '@backstage/plugin-catalog-backend-module-scaffolder-entity-model'
    );
    yield import(
      '@background-tasks/plugin-scaffolder-backend-module-background-tasks'
    );
    yield import('@backstage/plugin-search-backend');
    yield import(
      '@background-tasks/plugin-search-backend-module-background-tasks'
    );
    yield import('@backstage/plugin-notifications-backend');
    yield import('@backstage/plugin-signals-backend');
  },
});

/** Everything that the portal's backend is made of. */
export const portalFeatures = createBackendFeatureLoader({
  *loader() {
    yield apiFeatures;
    yield neighbourFeatures;
    yield import('@backstage/plugin-app-backend');
    yield import('@backstage/plugin-user-settings-backend');
  },
});
