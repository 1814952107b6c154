/** Short names within a plan: of its components, its measures and the results that it is paid by. */
import * as z from 'zod';

/** A short name in lower case. */
export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "must be a short name in lower case, for example 'new-business'")
  .meta({ examples: ['new-business'] });
export type Slug = z.output<typeof Slug>;
