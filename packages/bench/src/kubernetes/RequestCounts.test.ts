import {
  between,
  nameOfRequest,
  peakRate,
  resourceWritesOf,
  sumOf,
  writesOf,
} from './RequestCounts';

describe('counting requests to an API server', () => {
  it('names them by verb and kind, wherever they are', () => {
    const sessions = '/apis/vteam.ambient-code/v1alpha1';
    expect([
      nameOfRequest('GET', '/api/v1/pods?watch=true&resourceVersion=1'),
      nameOfRequest('GET', '/api/v1/namespaces/a/pods/b/log?follow=true'),
      nameOfRequest('POST', '/apis/batch/v1/namespaces/a/jobs'),
      nameOfRequest('GET', '/api/v1/namespaces/a'),
      nameOfRequest(
        'PATCH',
        `${sessions}/namespaces/a/agenticsessions/b/status`,
      ),
      nameOfRequest('GET', '/version'),
    ]).toEqual([
      'GET pods (watch)',
      'GET pods/log',
      'POST jobs',
      'GET namespaces',
      'PATCH agenticsessions/status',
      'GET /version',
    ]);
  });

  it('tells what came between two looks, and what of it were writes', () => {
    const now = between(
      { 'GET pods/log': 2, 'POST jobs': 1 },
      {
        'GET pods/log': 5,
        'POST jobs': 1,
        'POST secrets': 2,
        'PATCH agenticsessions/status': 4,
        'POST events': 1,
      },
    );
    expect(sumOf(now)).toBe(10);
    expect(sumOf(writesOf(now))).toBe(7);
    expect(resourceWritesOf(now)).toEqual({
      'PATCH agenticsessions/status': 4,
      'POST events': 1,
    });
  });

  it('finds the busiest stretch', () => {
    const second = (at: number, total: number) => ({ at: at * 1000, total });
    const samples = [0, 0, 30, 60, 90, 90, 90].map((n, i) => second(i, n));
    expect(peakRate(samples, 2_000)).toBe(30);
    expect(peakRate(samples, 100_000)).toBe(15);
    expect(peakRate([], 1_000)).toBe(0);
  });
});
