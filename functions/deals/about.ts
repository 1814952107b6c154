/** What a deal was about, as far as a file said: for reports, and for nothing that is paid. */
import * as z from 'zod';

export const About = z.object({
  territory: z.string().optional(),
  account: z.string().optional(),
  product: z.string().optional(),
  custom: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
});
export type About = z.output<typeof About>;
