import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  backgroundTaskCancelPermission,
  backgroundTaskCreatePermission,
  backgroundTaskReadPermission,
  backgroundTaskRetryPermission,
} from '@background-tasks/plugin-background-tasks-common';
import type { Request } from 'express';
import type { AuditedActor } from '../audit';
import type { Memberships } from '../permissions';
import type { Caller } from '../tasks';

const permissions = {
  create: backgroundTaskCreatePermission,
  read: backgroundTaskReadPermission,
  cancel: backgroundTaskCancelPermission,
  retry: backgroundTaskRetryPermission,
} satisfies Record<string, BasicPermission>;

/** What a call wants to do. */
export type Action = keyof typeof permissions;

/** Finds out who calls, and refuses what the permission policy does not allow. */
export class Callers {
  constructor(
    private readonly options: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
      memberships: Memberships;
    },
  ) {}

  /** Who calls, as far as their token tells; undefined where it tells nothing. */
  async actorOf(request: Request): Promise<AuditedActor | undefined> {
    const credentials = await this.options.httpAuth
      .credentials(request, { allow: ['user', 'service'] })
      .catch(() => undefined);
    if (!credentials) return undefined;
    const { principal } = credentials;
    return principal.type === 'user'
      ? { actor: principal.userEntityRef, onBehalfOf: null }
      : { actor: principal.subject, onBehalfOf: null };
  }

  /**
   * The user who calls.
   *
   * @throws AuthenticationError, NotAllowedError
   */
  async of(request: Request, action: Action): Promise<Caller> {
    const credentials = await this.options.httpAuth.credentials(request, {
      allow: ['user'],
    });
    const [decisions, principal] = await Promise.all([
      this.options.permissions.authorize(
        [
          { permission: permissions[action] },
          { permission: permissions.create },
          { permission: permissions.cancel },
          { permission: permissions.retry },
        ],
        { credentials },
      ),
      this.options.memberships.principalOf(credentials),
    ]);
    const [wanted, create, cancel, retry] = decisions.map(
      ({ result }) => result === AuthorizeResult.ALLOW,
    );
    if (!wanted) {
      throw new NotAllowedError(
        `The permission policy does not let you do this: it needs '${permissions[action].name}'`,
      );
    }
    return { principal, may: { create, cancel, retry } };
  }
}
