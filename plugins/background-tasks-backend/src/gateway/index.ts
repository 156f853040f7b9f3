export { CloneAccessCache } from './CloneAccessCache';
export {
  WorkspaceGateway,
  type GatewayCloneAccess,
  type WorkspaceGatewayOptions,
} from './WorkspaceGateway';
export {
  ModelGateway,
  type GatewayProvider,
  type ModelGatewayOptions,
} from './models';
