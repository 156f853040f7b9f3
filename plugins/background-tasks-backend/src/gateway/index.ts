export { CloneAccessCache } from './CloneAccessCache';
export {
  WorkspaceGateway,
  type GatewayCloneAccess,
  type WorkspaceGatewayOptions,
} from './WorkspaceGateway';
