export { buildImage } from './buildImage';
export { connectToTestCluster, type TestCluster } from './connectToTestCluster';
export { killPart, startPart, type ClusterPart } from './parts';
export { whyNoCluster } from './whyNoCluster';
