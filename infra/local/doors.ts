/** The host's addresses: opened before anything is built, as templates carry them into functions. */
import type { Addresses } from './assembly.ts';
import type { Assembly, Resource } from './kinds.ts';
import { openServer, type Server } from './server.ts';

export type Doors = {
  /** By id of the HTTP API. */
  readonly apis: ReadonlyMap<string, Server>;
  readonly identity: Server;
  readonly admin: Server;
};

export type Closing = (() => Promise<void>)[];

const FIRST_API_PORT = 3900;
const IDENTITY_PORT = 3980;
const ADMIN_PORT = 3990;

export const apisOf = (assembly: Assembly): readonly Resource[] => assembly.of('AWS::ApiGatewayV2::Api');

/** 'preferred': the same ports on every start, as far as they are free. Any free ones otherwise. */
export async function openDoors(
  declared: Assembly,
  ports: 'preferred' | 'ephemeral' = 'preferred',
  closing: Closing = [],
): Promise<Doors> {
  const open = async (port: number) => {
    const server = await openServer(ports === 'ephemeral' ? 0 : port);
    closing.push(() => server.close());
    return server;
  };
  const apis = new Map<string, Server>();
  for (const [index, api] of apisOf(declared).entries())
    apis.set(api.name, await open(FIRST_API_PORT + index));
  return { apis, identity: await open(IDENTITY_PORT), admin: await open(ADMIN_PORT) };
}

/** Where what AWS would give an address of its own listens instead. */
export function addressesOf(declared: Assembly, doors: Doors): Addresses {
  const regionOf = ({ arn }: Resource) => arn.split(':')[3];
  const addresses = new Map<string, string>();
  for (const api of apisOf(declared)) {
    const minted = `https://${api.name}.execute-api.${regionOf(api)}.amazonaws.com`;
    addresses.set(minted, String(doors.apis.get(api.name)?.url));
  }
  for (const pool of declared.of('AWS::Cognito::UserPool'))
    addresses.set(`https://cognito-idp.${regionOf(pool)}.amazonaws.com`, doors.identity.url);
  return addresses;
}
