import { deadlineText } from './deadlineText';

describe('deadlineText', () => {
  it.each([
    [3600, 'Task exceeded 1 hour deadline'],
    [90, 'Task exceeded 1 minute 30 second deadline'],
    [60, 'Task exceeded 1 minute deadline'],
    [5, 'Task exceeded 5 second deadline'],
    [1, 'Task exceeded 1 second deadline'],
    [1800, 'Task exceeded 30 minute deadline'],
  ])('says %s seconds as people do', (timeoutSeconds, text) => {
    expect(deadlineText({ timeoutSeconds })).toBe(text);
  });
});
