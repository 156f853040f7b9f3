export {
  ModelGateway,
  type GatewayProvider,
  type ModelGatewayOptions,
} from './ModelGateway';
