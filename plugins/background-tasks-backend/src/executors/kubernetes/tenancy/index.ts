export {
  networkPolicyManifest,
  PROJECT_ANNOTATION,
  WORKSPACE_SERVICE_ACCOUNT,
} from './manifests';
export { readTenancy } from './readTenancy';
export type { NetworkPeer, TenancySettings } from './readTenancy';
export { Tenancy } from './Tenancy';
export type { NamespaceClaim, ProjectNamespace } from './Tenancy';
