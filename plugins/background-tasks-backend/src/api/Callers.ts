import type {
  AuthService,
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  backgroundTaskAuditReadPermission,
  backgroundTaskCreatePermission,
  backgroundTaskTemplateManagePermission,
} from '@background-tasks/plugin-background-tasks-common';
import type { Request } from 'express';
import type { AuditedActor } from '../audit';
import {
  permissionNameOf,
  TaskAccess,
  toUserRef,
  type ActingService,
  type GuardedAction,
  type Memberships,
  type Principal,
  type TaskPolicy,
  type TemplatePolicy,
} from '../permissions';
import { invalid, withCode, type Caller } from '../tasks';

/** The header by which a service names the user that it acts for. */
const ON_BEHALF_OF = 'x-background-tasks-on-behalf-of';

/** The backend plugin that indexes what the portal knows. */
const SEARCH = 'plugin:search';

const permissions = {
  create: backgroundTaskCreatePermission,
  manageTemplates: backgroundTaskTemplateManagePermission,
  readAudit: backgroundTaskAuditReadPermission,
} satisfies Record<string, BasicPermission>;

type GeneralAction = keyof typeof permissions;

type Question = {
  general: GeneralAction[];
  guarded: GuardedAction[];
  /** What is decided too, and whose refusal leaves something out of the answer instead of refusing the call. */
  beside?: GuardedAction[];
};

/** What each kind of call asks of the permission policy, in one go: what it needs comes first. */
const questions = {
  create: { general: ['create'], guarded: [] },
  manageTemplates: {
    general: ['manageTemplates'],
    guarded: [],
    beside: ['readTemplate', 'read'],
  },
  readAudit: { general: ['readAudit'], guarded: ['read'] },
  read: { general: [], guarded: ['read'] },
  /** As `read`, where it is also told what else the caller may do. */
  readWithCan: {
    general: [],
    guarded: ['read'],
    beside: ['cancel', 'retry'],
  },
  readTemplate: { general: [], guarded: ['readTemplate'], beside: ['read'] },
  /** Pages and forms show a list beside other things: it is empty where the policy refuses. */
  listTemplates: { general: [], guarded: [], beside: ['readTemplate', 'read'] },
  cancel: { general: [], guarded: ['cancel'], beside: ['read'] },
  retry: { general: [], guarded: ['retry'], beside: ['read'] },
  /** Nothing but to be known. */
  any: { general: [], guarded: [] },
} satisfies Record<string, Question>;

/** What a call wants to do. */
export type Action = keyof typeof questions;

/** Finds out who calls, and refuses what the permission policy does not allow. */
export class Callers {
  constructor(
    private readonly options: {
      auth: AuthService;
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
      memberships: Memberships;
      policy: TaskPolicy;
      templatePolicy: TemplatePolicy;
      /** The services that may act for users. */
      services: ActingService[];
    },
  ) {}

  /**
   * The user who calls, or for whom a service calls.
   *
   * @throws AuthenticationError, NotAllowedError, InputError where a service does not name its user
   */
  async of(request: Request, action: Action): Promise<Caller> {
    const credentials = await this.credentialsOf(request);
    return this.ofCredentials(credentials, action, userNamedBy(request));
  }

  /**
   * As `of`, for calls that come as no request.
   *
   * @param onBehalfOf - the user that a service acts for
   */
  async ofCredentials(
    credentials: BackstageCredentials,
    action: Action,
    onBehalfOf?: string,
  ): Promise<Caller> {
    const { policy, templatePolicy } = this.options;
    const { general, guarded, beside = [] }: Question = questions[action];
    const principal = await this.principalOf(credentials, onBehalfOf);
    const access = new TaskAccess({
      policy,
      templates: templatePolicy,
      credentials,
      principal,
      actions: [...guarded, ...beside],
    });
    const [needed] = general;
    if (needed && !(await this.may(credentials, needed))[0]) {
      throw refused(permissions[needed].name);
    }
    const [first] = guarded;
    if (first && (await access.isRefused(first))) {
      throw refused(permissionNameOf(first));
    }
    return { principal, access };
  }

  /**
   * That it is the portal's search that calls: it is told of all tasks, and shows each to those alone who may see it.
   *
   * @throws AuthenticationError, NotAllowedError
   */
  async assertSearch(request: Request): Promise<void> {
    const { principal } = await this.options.httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    if (principal.type === 'service' && principal.subject === SEARCH) return;
    throw withCode(
      new NotAllowedError(
        `Only the portal's search may read the tasks of all projects: take 'GET /background-tasks' for those of your own`,
      ),
      'notAllowed',
    );
  }

  /** What the one who calls may do that is not about one task. */
  async mayGenerally(
    request: Request,
  ): Promise<{ create: boolean; manageTemplates: boolean }> {
    const [create = false, manageTemplates = false] = await this.may(
      await this.credentialsOf(request),
      'create',
      'manageTemplates',
    );
    return { create, manageTemplates };
  }

  /** Who calls, as far as their token and their own words tell; undefined where the token tells nothing. */
  async actorOf(request: Request): Promise<AuditedActor | undefined> {
    const credentials = await this.credentialsOf(request).catch(
      () => undefined,
    );
    if (!credentials) return undefined;
    const { principal } = credentials;
    if (principal.type === 'user') {
      return { actor: principal.userEntityRef, onBehalfOf: null };
    }
    return { actor: principal.subject, onBehalfOf: userOrNull(request) };
  }

  private async credentialsOf(request: Request) {
    return this.options.httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
  }

  private async may(
    credentials: BackstageCredentials,
    ...actions: GeneralAction[]
  ): Promise<boolean[]> {
    const decisions = await this.options.permissions.authorize(
      actions.map(action => ({ permission: permissions[action] })),
      { credentials },
    );
    return decisions.map(({ result }) => result === AuthorizeResult.ALLOW);
  }

  private async principalOf(
    credentials: BackstageCredentials,
    onBehalfOf: string | undefined,
  ): Promise<Principal> {
    const { auth, memberships, services } = this.options;
    if (auth.isPrincipal(credentials, 'user')) {
      if (onBehalfOf === undefined) return memberships.principalOf(credentials);
      throw withCode(
        new NotAllowedError(
          `Invalid 'onBehalfOf': only a service may act for somebody else; leave it out, and you are who creates the task`,
        ),
        'notAllowed',
        'onBehalfOf',
      );
    }
    const subject = auth.isPrincipal(credentials, 'service')
      ? credentials.principal.subject
      : '';
    const service = services.find(known => known.subject === subject);
    if (!service) {
      throw withCode(
        new NotAllowedError(
          `The service '${subject}' may not act for users: add it to 'backgroundTasks.services' in the configuration`,
        ),
        'notAllowed',
      );
    }
    if (onBehalfOf === undefined) {
      throw invalid(
        'onBehalfOf',
        `is missing: a service names the user that it acts for, in the header 'X-Background-Tasks-On-Behalf-Of' or, where a task is created, in this field`,
      );
    }
    const user = await memberships.principalOfUser(onBehalfOf);
    return { ...user, service };
  }
}

/**
 * The user that a request names as the one it is made for.
 *
 * @throws InputError
 */
function userNamedBy(request: Request): string | undefined {
  const named = [...new Set(usersIn(request))].map(ref =>
    toUserRef('onBehalfOf', ref),
  );
  if (new Set(named).size > 1) {
    throw invalid(
      'onBehalfOf',
      `'${named[1]}' is not the user of the header, '${named[0]}'`,
    );
  }
  return named[0];
}

/** For the history: what was said, if it can be understood. */
function userOrNull(request: Request): string | null {
  try {
    return userNamedBy(request) ?? null;
  } catch {
    return null;
  }
}

function usersIn(request: Request): string[] {
  const { body } = request;
  const field =
    typeof body === 'object' && body !== null
      ? Reflect.get(body, 'onBehalfOf')
      : undefined;
  return [request.header(ON_BEHALF_OF), field].filter(
    value => typeof value === 'string',
  );
}

function refused(permission: string): NotAllowedError {
  return withCode(
    new NotAllowedError(
      `The permission policy does not let you do this: it needs '${permission}'`,
    ),
    'notAllowed',
  );
}
