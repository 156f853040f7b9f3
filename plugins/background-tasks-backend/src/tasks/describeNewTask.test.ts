import { builtInProviders } from '../providers';
import type { CreateTask } from './CreateTask';
import { describeNewTask } from './describeNewTask';

describe('what the annotations of an entity say of a task', () => {
  const describeTask = (request: Partial<CreateTask>) => {
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
      undefined,
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

  it('is the image that its checks run in', () => {
    const image = 'tools/node:24';
    expect(describeTask({ image }).validationSpec.image).toBe(image);
    expect(describeTask({}).validationSpec).not.toHaveProperty('image');
  });
});
