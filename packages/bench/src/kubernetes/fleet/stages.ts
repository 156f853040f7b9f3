import { phasesOf } from '@background-tasks/plugin-background-tasks-common';

/** How long each simulated container runs, but for the agent's. */
const CONTAINER_MS = 1_000;
/** A Pod with this annotation lets its agent end. */
export const AGENT_MAY_END = 'bench/agent-may-end';
/** As the runner ends where there is nothing to hand on. */
const EXIT_ENDED = 10;

const phases = phasesOf({});
/** The phases that are init containers. */
const inits = phases.slice(0, -1);
/** What a run without changes comes to. */
const LAST = 'collect';

type Expression = { key: string; operator: string; values?: string[] };

/** What kwok does: nodes are ready, and Pods go through their containers, up to a collect that finds no changes. */
export function stages(): string {
  const all = [
    nodeReady(),
    podStage('begin', [
      { key: '.status.initContainerStatuses', operator: 'DoesNotExist' },
    ]),
    ...inits.map((phase, index) =>
      podStage(
        phase,
        [
          {
            key: `.status.initContainerStatuses.[] | select( .name == "${phase}" ) | .state.running.startedAt`,
            operator: 'Exists',
          },
          ...(phase === 'agent'
            ? [
                {
                  key: `.metadata.annotations["${AGENT_MAY_END}"]`,
                  operator: 'Exists',
                },
              ]
            : []),
        ],
        index,
      ),
    ),
    podGone(),
  ];
  // JSON is YAML.
  return all.map(each => JSON.stringify(each)).join('\n---\n');
}

function stage(name: string, kind: string, spec: object): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: { resourceRef: { apiGroup: 'v1', kind }, ...spec },
  };
}

/** @param ended - the number of the container that has ended; none if left out */
function podStage(name: string, when: Expression[], ended = -1): object {
  const over = inits[ended] === LAST;
  return stage(`pod-${name}`, 'Pod', {
    selector: {
      matchExpressions: [
        { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
        {
          key: '.status.phase',
          operator: 'NotIn',
          values: ['Succeeded', 'Failed'],
        },
        ...when,
      ],
    },
    delay: { durationMilliseconds: CONTAINER_MS },
    next: { statusTemplate: podStatus(ended, over) },
  });
}

function podStatus(ended: number, over: boolean): string {
  const time = '{{ Now | Quote }}';
  const terminated = (code: number, reason: string) =>
    `{ exitCode: ${code}, reason: ${reason}, startedAt: ${time}, finishedAt: ${time} }`;
  const last = over
    ? terminated(EXIT_ENDED, 'Error')
    : terminated(0, 'Completed');
  const waiting = '{ reason: PodInitializing }';
  return `
phase: ${over ? 'Failed' : 'Pending'}
initContainerStatuses:
{{ range $index, $item := .spec.initContainers }}
- name: {{ $item.name | Quote }}
  image: {{ $item.image | Quote }}
  imageID: ""
  ready: false
  restartCount: 0
  state:
    {{ if lt $index ${ended} }}terminated: ${terminated(0, 'Completed')}
    {{ else if eq $index ${ended} }}terminated: ${last}
    {{ else if eq $index ${
      over ? -1 : ended + 1
    } }}running: { startedAt: ${time} }
    {{ else }}waiting: ${waiting}
    {{ end }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: false
  restartCount: 0
  state:
    waiting: ${waiting}
{{ end }}
`;
}

function podGone(): object {
  return stage('pod-gone', 'Pod', {
    selector: {
      matchExpressions: [
        { key: '.metadata.deletionTimestamp', operator: 'Exists' },
      ],
    },
    next: { finalizers: { empty: true }, delete: true },
  });
}

function nodeReady(): object {
  return stage('node-ready', 'Node', {
    selector: {
      matchExpressions: [
        {
          key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
          operator: 'NotIn',
          values: ['True'],
        },
      ],
    },
    next: {
      statusTemplate: `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
  message: {{ .message | Quote }}
  reason: {{ .reason | Quote }}
  status: {{ .status | Quote }}
  type: {{ .type | Quote }}
{{ end }}
addresses:
- address: {{ NodeIP | Quote }}
  type: InternalIP
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ NodePort }}
allocatable: { cpu: "32", memory: 256Gi, ephemeral-storage: 4Ti, pods: "110" }
capacity: { cpu: "32", memory: 256Gi, ephemeral-storage: 4Ti, pods: "110" }
phase: Running
`,
    },
  });
}
