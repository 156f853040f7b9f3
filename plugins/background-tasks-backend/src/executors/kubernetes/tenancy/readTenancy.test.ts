import { ConfigReader } from '@backstage/config';
import { readTenancy } from './readTenancy';

const read = (network: object) =>
  readTenancy(new ConfigReader({ kubernetes: { tenancy: { network } } }));

describe('whom workspaces may reach', () => {
  it.each([
    ['nothing', { namespace: 'portal' }],
    ['none', { namespace: 'portal', ports: [] }],
    ['nothing of an address', { cidr: '10.1.0.4/32' }],
  ])('is never all of the backend: %s is said of its ports', (_, peer) => {
    const gateway = [{ namespace: 'other', ports: [7008] }, peer];
    expect(() => read({ gateway })).toThrow(
      /network\.gateway': say 'ports' in each: .*gateway\.listen\.port/,
    );
  });

  it('is one port of the backend, and all of what else is allowed where no port is said', () => {
    const peer = { namespace: 'portal', ports: [7008] };
    const { gateway, allow } = read({
      gateway: [peer],
      allow: [{ cidr: '10.1.0.0/16' }],
    }).network;
    expect(gateway).toEqual([peer]);
    expect(allow).toEqual([{ cidr: '10.1.0.0/16', ports: [] }]);
  });
});
