/** Ways to a token: a machine's key, an ID token of the user pool, and on a laptop just an e-mail. */
import type { Addresses } from './addresses.ts';
import { Client } from './client.ts';

export type Token = { readonly token: string; readonly tenant?: string; readonly cell?: string };

export const withKey = ({ issuer }: Addresses, key: string): Promise<Token> =>
  new Client(issuer).post<Token>('/v1/token', { grant: 'machine-key', key });

export const withIdToken = ({ issuer }: Addresses, idToken: string, tenant?: string): Promise<Token> =>
  new Client(issuer).post<Token>('/v1/token', { grant: 'id-token', idToken, ...(tenant && { tenant }) });

/** Signs in at the local stand-in of the user pool, which believes everybody. */
export async function onLaptop(
  at: Addresses,
  email: string,
  who: { tenant?: string; groups?: string[] } = {},
) {
  if (!at.signIn) throw new Error('Only the local host signs in by e-mail alone: pass --key or --id-token.');
  const { idToken } = await new Client(at.signIn).post('', {
    email,
    ...(who.groups && { groups: who.groups }),
  });
  return withIdToken(at, String(idToken), who.tenant);
}
