import { z } from 'zod';
import { limits } from '../limits';
import { numeric, optionalLabel } from './plain-text';

const { latitude, longitude, name, address } = limits.location;

export const locationSchema = z.object({
	kind: z.literal('location'),
	/** Degrees, south is negative. */
	latitude: numeric(z.number().min(-latitude).max(latitude)),
	/** Degrees, west is negative. */
	longitude: numeric(z.number().min(-longitude).max(longitude)),
	name: optionalLabel(name),
	address: optionalLabel(address),
});
