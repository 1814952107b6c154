/** How many cases a law is tried on: some with every test, two thousand and more with the proofs. */

/** `some` unless the environment asks for more. */
export const cases = (some: number): number => Math.max(some, Number(process.env['CASES'] ?? 0));
