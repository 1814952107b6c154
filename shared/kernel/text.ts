/** Words that people give to things: trimmed, short, and free of what no keyboard types. */
import * as z from 'zod';

export const Name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'must be plain text on one line')
  .meta({ description: 'plain text on one line', examples: ['Anna Berg'] });

/** An e-mail address in lower case, as sign-in compares it. */
export const Email = z.email().max(254).toLowerCase();

/** What people call a thing of theirs in addresses, such as a team or a hierarchy. */
export const Word = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word of small letters, digits and hyphens');
