import { z } from 'zod';

/** The protocol of a service's port, as Kubernetes and Istio name it. */
export const appProtocol = z.enum(['http', 'http2', 'https', 'grpc', 'tcp', 'tls']).default('http');
