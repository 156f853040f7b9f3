import axios from 'axios';

export function createOrderClient(baseUrl) {
  // A proxy of the environment must not come between a service and its neighbour.
  const http = axios.create({ baseURL: baseUrl, timeout: 5000, proxy: false });

  async function listOrders(customer) {
    const response = await http.get('/orders', { params: { customer } });
    return response.data;
  }

  async function placeOrder(order) {
    const response = await http.post('/orders', order);
    return response.data;
  }

  return { listOrders, placeOrder };
}
