export {
  WorkspaceGateway,
  type GatewayCloneAccess,
  type WorkspaceGatewayOptions,
} from './WorkspaceGateway';
