import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { createOrderClient } from '../src/index.js';

const stored = [{ customer: 'blue bakery', quantity: 2, unitPrice: 350 }];
let server;
let client;

before(async () => {
  server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    response.setHeader('content-type', 'application/json');
    if (request.method === 'POST') {
      let body = '';
      for await (const chunk of request) body += chunk;
      stored.push(JSON.parse(body));
      response.end(JSON.stringify({ accepted: true }));
      return;
    }
    const customer = url.searchParams.get('customer');
    response.end(
      JSON.stringify(stored.filter((order) => order.customer === customer)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = createOrderClient(`http://127.0.0.1:${server.address().port}`);
});

after(() => server.close());

test('listOrders asks for the orders of one customer', async () => {
  assert.deepEqual(await client.listOrders('blue bakery'), [stored[0]]);
  assert.deepEqual(await client.listOrders('nobody'), []);
});

test('placeOrder sends the order as JSON', async () => {
  const order = { customer: 'red garage', quantity: 1, unitPrice: 12000 };
  assert.deepEqual(await client.placeOrder(order), { accepted: true });
  assert.deepEqual(await client.listOrders('red garage'), [order]);
});
