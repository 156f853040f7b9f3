import { ConfigReader } from '@backstage/config';
import { readKubernetes } from './readKubernetes';

function read(kubernetes: object, more: object = {}) {
  return readKubernetes(
    new ConfigReader({
      backgroundTasks: {
        executor: 'kubernetes',
        kubernetes: {
          clusters: [{ name: 'main', inCluster: true }],
          runnerImage: 'example/runner:1',
          ...kubernetes,
        },
        ...more,
      },
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'portal',
                url: 'https://k8s',
                authProvider: 'serviceAccount',
                serviceAccountToken: 'token',
              },
              { name: 'mine', url: 'https://k8s', authProvider: 'google' },
            ],
          },
        ],
      },
    }),
  );
}

describe('the settings of Kubernetes', () => {
  it('are none where tasks run on the backend', () => {
    expect(readKubernetes(new ConfigReader({}))).toBeUndefined();
  });

  it('need a cluster and the image of the runner', () => {
    expect(read({})).toMatchObject({
      clusters: [{ name: 'main', source: { type: 'inCluster' } }],
      image: 'example/runner:1',
      runAsUser: 10_001,
      agents: ['script'],
      resources: { limits: { cpu: '2', memory: '4Gi' } },
    });
    expect(read({})?.imagePullPolicy).toBeUndefined();
    expect(read({ imagePullPolicy: 'Never' })?.imagePullPolicy).toBe('Never');
    expect(() => read({ clusters: [] })).toThrow(/name at least one cluster/);
    expect(() => read({ runnerImage: undefined })).toThrow(
      /'backgroundTasks.kubernetes.runnerImage' is missing/,
    );
  });

  it("take clusters of Backstage's own that have a service account", () => {
    const settings = read({
      clusters: [{ name: 'a', fromBackstage: 'portal' }],
    });
    expect(settings?.clusters[0].source).toMatchObject({
      type: 'fromBackstage',
      url: 'https://k8s',
      token: 'token',
    });
    expect(() =>
      read({ clusters: [{ name: 'a', fromBackstage: 'mine' }] }),
    ).toThrow(/has no 'serviceAccountToken'/);
    expect(() =>
      read({ clusters: [{ name: 'a', fromBackstage: 'other' }] }),
    ).toThrow(/has no cluster 'other'/);
  });

  it.each([
    [{ resources: { limits: { memory: 'much' } } }, /resources.limits.memory/],
    [{ runAsUser: 0 }, /runAsUser/],
    [{ imagePullPolicy: 'Sometimes' }, /imagePullPolicy.*IfNotPresent/],
    [{ tolerations: [{ effect: 'Never' }] }, /tolerations.0.effect/],
    [{ stopGrace: { minutes: 10 } }, /stopGrace/],
    [{ clusters: [{ name: 'x' }] }, /exactly one of kubeconfig/],
  ])('are refused with their name: %j', (kubernetes, message) => {
    expect(() => read(kubernetes)).toThrow(message);
  });

  it('know projects with a cluster and an image of their own', () => {
    const projects = [
      { name: 'p', kubernetes: { cluster: 'main', image: 'example/own:1' } },
    ];
    expect(read({}, { projects })?.projects.get('p')).toEqual({
      cluster: 'main',
      image: 'example/own:1',
    });
    expect(() =>
      read({}, { projects: [{ name: 'p', kubernetes: { cluster: 'x' } }] }),
    ).toThrow(/'x' is none of main/);
  });
});
