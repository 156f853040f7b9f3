import { SignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/core-plugin-api';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

function GuestSignInPage(props: SignInPageProps) {
  return <SignInPage {...props} providers={['guest']} />;
}

const signInPage = SignInPageBlueprint.make({
  params: { loader: async () => GuestSignInPage },
});

/** Signs in as a guest: this portal is for development and demonstration. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
