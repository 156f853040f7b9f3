import { explainRefusal, isBudgetRefusal, isHopeless } from './refusals';

describe('what models refuse', () => {
  it.each([
    'Budget exhausted: the task has used $0.01 of $0.01.',
    'API Error: 400 the budget of this project is used up',
    '{"error": {"code": "budgetExhausted"}}',
  ])('knows a budget that is used up: %s', words => {
    expect(isBudgetRefusal(words)).toBe(true);
    expect(isHopeless(words)).toBe(true);
  });

  it.each(['Overloaded', '429 Too Many Requests', 'socket hang up'])(
    'lets an agent try again: %s',
    words => {
      expect(isBudgetRefusal(words)).toBe(false);
      expect(isHopeless(words)).toBe(false);
    },
  );

  it('says what an error comes to', () => {
    expect(explainRefusal('unexpected status 401 Unauthorized')).toBe(
      "The model refused the agent's key: unexpected status 401 Unauthorized",
    );
    expect(
      explainRefusal('{"type":"error","error":{"message":"Overloaded"}}'),
    ).toBe(
      'The model was overloaded, or limited the rate of calls: Overloaded',
    );
  });
});
