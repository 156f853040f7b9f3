import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogLookup } from './CatalogLookup';
import { EntityReader } from './EntityReader';
import { Memberships } from './Memberships';

const component = (name: string, owner: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});

function lookupIn(catalog: CatalogService): CatalogLookup {
  const auth = mockServices.auth();
  return new CatalogLookup({
    ...{ auth, catalog },
    httpAuth: mockServices.httpAuth(),
    entities: new EntityReader({ auth, catalog }),
  });
}

describe('the owners of entities', () => {
  it('are asked for once for all of them, and remembered for each', async () => {
    const catalog = catalogServiceMock({
      entities: [
        component('a', 'group:default/one'),
        component('b', 'group:default/two'),
      ],
    });
    const asked = jest.spyOn(catalog, 'getEntitiesByRefs');
    const lookup = lookupIn(catalog);
    const refs = ['a', 'b', 'gone', 'a'].map(
      name => `component:default/${name}`,
    );

    expect(await lookup.ownersOfEach(refs)).toEqual([
      ['group:default/one'],
      ['group:default/two'],
      [],
      ['group:default/one'],
    ]);
    expect(await lookup.ownersOf('component:default/b')).toEqual([
      'group:default/two',
    ]);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked.mock.calls[0][0].entityRefs).toEqual(refs.slice(0, 3));
  });

  it('are asked for again where the catalog could not tell', async () => {
    const catalog = catalogServiceMock({
      entities: [component('a', 'group:default/one')],
    });
    jest
      .spyOn(catalog, 'getEntitiesByRefs')
      .mockRejectedValueOnce(new Error('Not now'));
    const lookup = lookupIn(catalog);
    await expect(lookup.ownersOf('component:default/a')).rejects.toThrow(
      'Not now',
    );
    expect(await lookup.ownersOf('component:default/a')).toEqual([
      'group:default/one',
    ]);
  });
});

describe('the groups of users', () => {
  const relations = (type: string, ...targets: string[]) =>
    targets.map(targetRef => ({ type, targetRef }));

  it('are read for all who come at once in as many calls as groups lie within groups', async () => {
    const users = Array.from({ length: 20 }, (_, n) => `user-${n}`);
    const catalog = catalogServiceMock({
      entities: [
        ...users.map(name => ({
          ...component(name, 'nobody'),
          kind: 'User',
          relations: relations('memberOf', 'group:default/team'),
        })),
        {
          ...component('team', 'nobody'),
          kind: 'Group',
          relations: relations('childOf', 'group:default/all'),
        },
        { ...component('all', 'nobody'), kind: 'Group', relations: [] },
      ],
    });
    const asked = jest.spyOn(catalog, 'getEntitiesByRefs');
    const memberships = new Memberships({
      userInfo: mockServices.userInfo(),
      entities: new EntityReader({ auth: mockServices.auth(), catalog }),
    });

    const principals = await Promise.all(
      users.map(name =>
        memberships.principalOf(mockCredentials.user(`user:default/${name}`)),
      ),
    );

    for (const [n, { memberOf }] of principals.entries()) {
      expect([...memberOf].sort()).toEqual([
        'group:default/all',
        'group:default/team',
        `user:default/${users[n]}`,
      ]);
    }
    expect(asked.mock.calls.length).toBeLessThanOrEqual(4);
  });
});
