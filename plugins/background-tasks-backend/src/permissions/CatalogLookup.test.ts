import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogLookup } from './CatalogLookup';

const component = (name: string, owner: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});

describe('the owners of entities', () => {
  it('are asked for once for all of them, and remembered for each', async () => {
    const catalog = catalogServiceMock({
      entities: [
        component('a', 'group:default/one'),
        component('b', 'group:default/two'),
      ],
    });
    const asked = jest.spyOn(catalog, 'getEntitiesByRefs');
    const lookup = new CatalogLookup({
      auth: mockServices.auth(),
      catalog,
      httpAuth: mockServices.httpAuth(),
    });
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
    const lookup = new CatalogLookup({
      auth: mockServices.auth(),
      catalog,
      httpAuth: mockServices.httpAuth(),
    });
    await expect(lookup.ownersOf('component:default/a')).rejects.toThrow(
      'Not now',
    );
    expect(await lookup.ownersOf('component:default/a')).toEqual([
      'group:default/one',
    ]);
  });
});
