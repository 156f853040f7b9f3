import path from 'node:path';
import {
  kubectl,
  readAudit,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import { z } from 'zod';
import { repositoryRoot } from '../../../system/repositoryRoot';

const EXAMPLES = 'examples/kubernetes';
/** The backend's service account under all the names that tests give it, and whoever asks as an administrator does. */
const BACKEND = /:background-tasks-backend(-|$)/;
const BY_HAND = /^kubectl\//;
/** What the API server says where a right is given in a namespace alone. */
const BY_ROLE = / of Role "/;
const CREATED = 201;

const rulesSchema = z.array(
  z.strictObject({
    apiGroups: z.array(z.string()),
    resources: z.array(z.string()),
    verbs: z.array(z.string()),
  }),
);
const auditSchema = z.object({
  verb: z.string(),
  user: z.object({ username: z.string() }),
  userAgent: z.string().default(''),
  requestReceivedTimestamp: z.string(),
  objectRef: z
    .object({
      resource: z.string(),
      subresource: z.string().optional(),
      apiGroup: z.string().default(''),
      namespace: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
  annotations: z.record(z.string(), z.string()).default({}),
});

/** `in namespaces` or `in the cluster`, then the verb and the resource: `in namespaces: create jobs.batch`. */
export type Right = string;

type Place = 'in namespaces' | 'in the cluster';

function rightOf(
  place: Place,
  verb: string,
  resource: { group: string; name: string },
): Right {
  const [name, subresource] = resource.name.split('/');
  const group = resource.group ? `.${resource.group}` : '';
  return `${place}: ${verb} ${name}${group}${
    subresource ? `/${subresource}` : ''
  }`;
}

/** The same right, asked for in namespaces alone. */
export function inNamespaces(right: Right): Right {
  return right.replace('in the cluster:', 'in namespaces:');
}

/** All rights that an example gives to the backend; those in namespaces are those that are given in each of them. */
export async function grantedRights(
  cluster: TestCluster,
  example = 'base/rbac.yaml',
): Promise<Right[]> {
  const file = path.join(repositoryRoot, EXAMPLES, example);
  const roles = await kubectl(cluster, [
    ...['create', '--dry-run=client', '-f', file],
    ...['-o', 'jsonpath={.kind}{"\\t"}{.metadata.name}{"\\t"}{.rules}{"\\n"}'],
  ]);
  return roles.split('\n').flatMap(line => {
    const [kind, name, rules] = line.split('\t');
    if (!kind?.endsWith('Role')) return [];
    const place =
      kind === 'Role' || name.endsWith('-in-projects')
        ? 'in namespaces'
        : 'in the cluster';
    return rulesSchema
      .parse(JSON.parse(rules))
      .flatMap(rule =>
        rule.apiGroups.flatMap(group =>
          rule.resources.flatMap(resource =>
            rule.verbs.map(verb =>
              rightOf(place, verb, { group, name: resource }),
            ),
          ),
        ),
      );
  });
}

/**
 * What backends have asked of the API server, and were allowed.
 *
 * @param since - of nothing before it, ISO 8601
 * @returns the rights of backends that look into the whole cluster, and of those that have rights in namespaces alone
 */
export async function usedRights(
  since: string,
): Promise<{ everywhere: Set<Right>; byRoles: Set<Right> }> {
  const everywhere = new Set<Right>();
  const byRoles = new Set<Right>();
  for (const line of await readAudit()) {
    const event = auditSchema.parse(JSON.parse(line));
    const { objectRef, verb } = event;
    if (
      !objectRef ||
      !BACKEND.test(event.user.username) ||
      BY_HAND.test(event.userAgent) ||
      event.annotations['authorization.k8s.io/decision'] !== 'allow' ||
      Date.parse(event.requestReceivedTimestamp) < Date.parse(since)
    ) {
      continue;
    }
    const { resource, subresource, apiGroup: group } = objectRef;
    const byRole = BY_ROLE.test(
      event.annotations['authorization.k8s.io/reason'] ?? '',
    );
    const used = byRole ? byRoles : everywhere;
    // A namespace is itself no part of any, though it is named as its own.
    const isInOne = objectRef.namespace && resource !== 'namespaces';
    const place = byRole || isInOne ? 'in namespaces' : 'in the cluster';
    const name = subresource ? `${resource}/${subresource}` : resource;
    used.add(rightOf(place, verb, { group, name }));
    // Who applies what is not there needs the right to create it.
    if (verb === 'patch' && event.responseStatus?.code === CREATED) {
      used.add(rightOf(place, 'create', { group, name }));
    }
  }
  return { everywhere, byRoles };
}
