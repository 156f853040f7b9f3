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

/** Everything that the portal's backend is made of. */
export const portalFeatures = createBackendFeatureLoader({
  *loader() {
    yield apiFeatures;
    yield import('@backstage/plugin-app-backend');
    yield import('@backstage/plugin-user-settings-backend');
  },
});
