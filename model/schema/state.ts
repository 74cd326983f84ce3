import { z } from 'zod';

/** Whether a place is deployed to. */
export const placeState = z.enum(['active', 'offline', 'retired']);

/** Whether a place is deployed to. */
export type PlaceState = z.infer<typeof placeState>;
