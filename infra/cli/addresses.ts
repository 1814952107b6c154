/** Where a platform is: what `npm start` prints, `attain sign-in` takes, and every command needs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Host } from '../local/host.ts';

export type Addresses = {
  /** The control plane's API: tenants, keys, logins. */
  readonly control: string;
  /** Where tokens come from. */
  readonly issuer: string;
  /** The API of the cell that the tenant lives in. */
  readonly api: string;
  /** Only on a laptop: the local host's own levers, and where anybody signs in by e-mail. */
  readonly admin?: string;
  readonly signIn?: string;
};

/** A session of the command line, kept in a file that git does not see. */
export type Session = {
  readonly at: Addresses;
  readonly token?: string;
  readonly email?: string;
  readonly tenant?: string;
};

/** Of a platform on this machine: what its deployment would have printed. */
export function addressesOf({ outputs, userPools, adminUrl }: Host): Addresses {
  const output = (stack: string, name: string) => String(outputs[stack]?.[name]);
  const [pool] = Object.values(userPools);
  return {
    control: output('Attain-control', 'ApiUrl'),
    issuer: output('Attain-control', 'Issuer'),
    api: output('Attain-pool', 'ApiUrl'),
    admin: adminUrl,
    ...(pool && { signIn: pool.signInUrl }),
  };
}

const FILE = '.attain/session.json';

export function saveSession(session: Session): void {
  mkdirSync('.attain', { recursive: true });
  writeFileSync(FILE, JSON.stringify(session, null, 2), { mode: 0o600 });
}

export function readSession(): Session {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Session;
  } catch {
    throw new Error('There is no session: run `npm start`, or `npm run attain -- sign-in` first.');
  }
}
