import { createBackendModule } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/**
 * Signs in whomever the header `x-test-user` names, so that a test can be several users.
 * It is part of the test backend alone.
 */
export const testUsersModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'test-users',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'test-user',
          factory: createProxyAuthProviderFactory({
            authenticator: createProxyAuthenticator({
              defaultProfileTransform: async () => ({ profile: {} }),
              initialize: () => undefined,
              async authenticate({ req }) {
                const user = req.header('x-test-user');
                if (!user) throw new InputError('No x-test-user header');
                return { result: { user } };
              },
            }),
            signInResolver: async (info, context) =>
              context.signInWithCatalogUser({
                entityRef: `user:default/${info.result.user}`,
              }),
          }),
        });
      },
    });
  },
});
