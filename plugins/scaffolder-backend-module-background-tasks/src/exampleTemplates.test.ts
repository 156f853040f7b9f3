import { mockServices } from '@backstage/backend-test-utils';
import {
  isTemplateEntityV1beta3,
  templateEntityV1beta3Validator,
} from '@backstage/plugin-scaffolder-common';
import type { Entity } from '@backstage/catalog-model';
import { createBackgroundTasksService } from '@background-tasks/plugin-background-tasks-node';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  createBackgroundTaskAction,
  runTaskTemplateAction,
  waitForBackgroundTaskAction,
} from './actions';

const FOLDER = join(__dirname, '../../../examples/templates');
const FIELDS = [
  'BackgroundTasksProjectPicker',
  'BackgroundTasksRepositoryPicker',
  'BackgroundTasksTemplatePicker',
  'BackgroundTasksProviderPicker',
];

const options = {
  portalUrl: 'http://portal',
  backgroundTasks: createBackgroundTasksService({
    auth: mockServices.auth(),
    discovery: mockServices.discovery(),
  }),
  permissions: mockServices.permissions(),
};
const actions = [
  createBackgroundTaskAction(options),
  runTaskTemplateAction(options),
  waitForBackgroundTaskAction(options),
];

function inputsOf(action: string): string[] {
  const { properties = {} } =
    actions.find(({ id }) => id === action)?.schema?.input ?? {};
  return Object.keys(properties);
}

describe('the example templates', () => {
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.yaml'));

  it.each(files)(
    '%s is a template whose steps and fields there are',
    async file => {
      const entity: Entity = parse(readFileSync(join(FOLDER, file), 'utf8'));
      await expect(templateEntityV1beta3Validator.check(entity)).resolves.toBe(
        true,
      );
      if (!isTemplateEntityV1beta3(entity)) throw new Error('no template');
      for (const step of entity.spec.steps) {
        expect(inputsOf(step.action)).toEqual(
          expect.arrayContaining(Object.keys(step.input ?? {})),
        );
      }
      const fields = [
        ...JSON.stringify(entity.spec.parameters).matchAll(
          /"ui:field":"([^"]+)"/g,
        ),
      ].map(([, name]) => name);
      expect(FIELDS).toEqual(expect.arrayContaining(fields));
    },
  );

  it('have CI workflows changed only behind the permission for it', () => {
    const { spec } = parse(
      readFileSync(join(FOLDER, 'add-ci-workflow.yaml'), 'utf8'),
    );
    expect(spec.steps).toHaveLength(1);
    expect(spec.steps[0]).toMatchObject({
      action: 'background-task:create',
      input: { changesCiWorkflows: true },
    });
  });

  it.each(
    actions.flatMap(({ id, examples = [] }) =>
      examples.map(({ description, example }) => ({
        id,
        description,
        example,
      })),
    ),
  )('$id: “$description” uses inputs that there are', ({ example }) => {
    const { steps } = parse(example);
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) {
      expect(inputsOf(step.action)).toEqual(
        expect.arrayContaining(Object.keys(step.input)),
      );
    }
  });
});
