import { namesOf } from '../manifests';
import { RefusedError, requestOf } from './appliedRequest';
import { parseSession, type Session } from './resources';

function sessionNamed(name: string): Session {
  const session = parseSession({
    metadata: { name, namespace: 'tasks', uid: 'uid' },
    spec: {
      mode: 'background',
      repos: [{ input: { url: 'https://github.example/owner/name' } }],
    },
  });
  if (!session) throw new Error('It is no session');
  return session;
}

describe('the name of a session that was applied', () => {
  it('is refused where no Job could be named after it, before anything is made', () => {
    const longest = 'a'.repeat(56);
    expect(requestOf(sessionNamed(longest)).name).toBe(longest.slice(0, 40));
    expect(namesOf(longest, 99).job).toHaveLength(63);

    const refused = () => requestOf(sessionNamed(`${longest}a`));
    expect(refused).toThrow(RefusedError);
    expect(refused).toThrow(
      /has 57 characters.*apply the session under a name of at most 56/,
    );
  });
});
