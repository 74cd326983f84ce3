import { z } from 'zod';

/** The number of a port. */
export const portNumber = z.int().min(1).max(65535);
