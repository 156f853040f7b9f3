import { ConfigReader } from '@backstage/config';
import { createRedact, secretsOfIntegrations } from './redact';

describe('createRedact', () => {
  it('removes the configured values, also as Basic authorization carries them', () => {
    const token = 'a-token-without-any-known-shape';
    const redact = createRedact(
      secretsOfIntegrations(
        new ConfigReader({ integrations: { github: [{ host: 'h', token }] } }),
      ),
    );
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    expect(redact(`${token} and ${basic}`)).toBe('*** and ***');
    expect(redact('host h')).toBe('host h');
  });

  it.each([
    [`ghp_${'a1B2'.repeat(9)}`],
    [`github_pat_${'a1_B'.repeat(8)}`],
    [`btr_${'aB3-'.repeat(10)}xyz`],
    ['AKIAABCDEFGHIJKLMNOP'],
    [`npm_${'aB3d'.repeat(9)}`],
    ['-----BEGIN RSA PRIVATE KEY-----'],
  ])('knows the shape of %s', secret => {
    expect(createRedact([])(`see ${secret} there`)).toBe('see *** there');
  });

  it('removes passwords from addresses and authorization headers', () => {
    const redact = createRedact([]);
    expect(redact('git clone https://user:hunter2@host/x.git')).toBe(
      'git clone https://user:***@host/x.git',
    );
    expect(redact('Authorization: Bearer abc.def')).toBe(
      'Authorization: Bearer ***',
    );
  });

  it('takes linear time on hostile text', () => {
    const hostile = `${'eyJ'.repeat(20_000)}${'a://'.repeat(20_000)}`;
    expect(createRedact([])(hostile)).toContain('eyJ');
  });
});
