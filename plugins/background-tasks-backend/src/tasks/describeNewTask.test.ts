import { builtInProviders } from '../providers';
import type { Template } from '../templates';
import type { CreateTask } from './CreateTask';
import { describeNewTask } from './describeNewTask';

function template(image: string | null): Template {
  return {
    uid: 'uid',
    project: 'developers',
    name: 'upgrade',
    displayName: 'Upgrade',
    description: '',
    instructionsTemplate: 'Upgrade lodash',
    parameters: [],
    validationRules: [],
    provider: null,
    model: null,
    runTemplate: null,
    image,
    createdBy: 'user:default/developer',
    createdAt: 0,
    updatedAt: 0,
    usageCount: 0,
    lastUsedAt: null,
  };
}

describe('what the annotations of an entity say of a task', () => {
  const describeTask = (request: Partial<CreateTask>, made?: Template) => {
    const script = builtInProviders.find(({ id }) => id === 'script');
    if (!script) throw new Error('There is no provider script');
    const other = { ...script, id: 'other', takesScript: false };
    return describeNewTask(
      {
        repositoryUrl: 'https://github.com/owner/name',
        instructions: 'Upgrade lodash',
        annotatedProvider: 'other',
        ...request,
      },
      made,
      {
        providers: [script, other],
        defaultProvider: 'script',
      },
    );
  };

  it('is the agent of a task that names none', () => {
    expect(describeTask({}).provider).toBe('other');
  });

  it('gives way to the agent that the task names, and to a script', () => {
    const run = 'npm install lodash';
    expect(describeTask({ run }).provider).toBe('script');
    expect(describeTask({ run, provider: 'script' }).provider).toBe('script');
  });

  it('is the image that its checks run in, where its template has none', () => {
    const annotatedImage = 'tools/node:24';
    const imageOf = (...args: Parameters<typeof describeTask>) =>
      describeTask(...args).validationSpec.image;
    expect(imageOf({ annotatedImage })).toBe(annotatedImage);
    expect(imageOf({ annotatedImage }, template(null))).toBe(annotatedImage);
    expect(imageOf({ annotatedImage }, template('tools/java:21'))).toBe(
      'tools/java:21',
    );
    expect(imageOf({}, template('tools/java:21'))).toBe('tools/java:21');
    expect(describeTask({}).validationSpec).not.toHaveProperty('image');
  });
});
