export { buildImage } from './buildImage';
export { buildKwok } from './buildKwok';
export { connectToTestCluster, type TestCluster } from './connectToTestCluster';
export { applyTogether, installDefinitions } from './installDefinitions';
export { kubectl } from './kubectl';
export { killPart, startPart, type ClusterPart } from './parts';
export { readAudit } from './readAudit';
export { RUNNER_IMAGE } from './runnerImage';
export { whyNoCluster } from './whyNoCluster';
