import { Deployment } from './components/deployment';
import { readStackConfig } from './config/stack-config';
import { stackOutputs } from './outputs/outputs';

const reading = readStackConfig();
const outputs = stackOutputs(reading.plan, new Deployment(reading));

/** Version of the outputs' contract (outputs/contract.ts). */
export const schemaVersion = outputs.schemaVersion;
/** Meshes by name: mesh ID, trust domain, root certificate and its end. */
export const meshes = outputs.meshes;
/** Services that clusters outside their mesh use, by key: host name, and addresses where they are open. */
export const services = outputs.services;
/** Ingress gateways by key: cluster, addresses, port. */
export const ingressGateways = outputs.ingressGateways;
/** Clusters by name: role, network, mesh, control planes, east-west gateway, end of the intermediate. */
export const clusters = outputs.clusters;
/** Federations by name: which meshes, whether they trust each other, hosts of what one imports from the other. */
export const federations = outputs.federations;
