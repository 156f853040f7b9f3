import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readRunSettings } from './readRunSettings';

describe('readRunSettings', () => {
  const read = (data: JsonObject) =>
    readRunSettings(new ConfigReader(data, 'test').getOptionalConfig('bt'));

  it('has defaults that let nothing pass', () => {
    expect(readRunSettings(undefined)).toEqual({
      validation: { allowNoChecks: false, allowChangedChecks: false },
      limits: { bundleBytes: 5 * 1024 * 1024, bundleFiles: 1000 },
      projects: new Map(),
    });
  });

  it("puts a project's settings before those for all, one by one", () => {
    const settings = read({
      bt: {
        validation: { strict: true, allowNotRun: true },
        changes: { allow: ['lockfiles'], maxFiles: 10 },
        projects: [
          {
            name: 'web',
            validation: {
              strict: false,
              commands: [
                { kind: 'lint', command: 'make lint', directory: 'app' },
              ],
            },
            changes: {
              allow: ['binaries', 'secrets'],
              protectedPaths: ['*.sql'],
            },
          },
          { name: 'api' },
        ],
      },
    });

    expect(settings.projects?.get('api')).toEqual({
      validation: settings.validation,
      limits: settings.limits,
    });
    expect(settings.projects?.get('web')).toEqual({
      validation: {
        allowNoChecks: false,
        allowChangedChecks: false,
        strict: false,
        allowNotRun: true,
        replace: [{ kind: 'lint', command: 'make lint', directory: 'app' }],
      },
      limits: {
        bundleBytes: 5 * 1024 * 1024,
        bundleFiles: 10,
        allow: ['binaries', 'secrets'],
        protectedPaths: ['*.sql'],
      },
    });
  });

  it.each([
    [
      { changes: { allow: ['everything'] } },
      /^Invalid configuration 'backgroundTasks\.changes\.allow': 'everything' is none of ciWorkflows, /,
    ],
    [
      { changes: { maxBytes: 0 } },
      /'backgroundTasks\.changes\.maxBytes': '0' is not a whole number from 1 to /,
    ],
    [
      {
        projects: [{ name: 'a', validation: { commands: [{ command: 'x' }] } }],
      },
      /'backgroundTasks\.projects\[0\]\.validation\.commands\.0\.kind'/,
    ],
  ])('says what is wrong with %j', (bt, message) => {
    expect(() => read({ bt })).toThrow(message);
  });
});
