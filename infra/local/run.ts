/** `node infra/local/host.ts`: starts the host, says where everything is, and stops on Ctrl-C. */
import { parseArgs } from 'node:util';
import type { Host, HostOptions } from './host.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

export async function run(startHost: (options: HostOptions) => Promise<Host>): Promise<void> {
  // Lambda's time zone; threads take it from the process they are in.
  process.env['TZ'] = 'UTC';
  const { values } = parseArgs({
    options: {
      assembly: { type: 'string', default: 'cdk.out' },
      state: { type: 'string', default: '.attain' },
      'start-at': { type: 'string' },
      ephemeral: { type: 'boolean', default: false },
    },
  });
  const startAt = values['start-at'];
  const starting = startHost({
    assemblyDir: values.assembly,
    stateDir: values.state,
    ports: values.ephemeral ? 'ephemeral' : 'preferred',
    ...(startAt ? { startAt: new Date(startAt) } : {}),
  });
  stopOnSignal(starting);
  try {
    announce(await starting);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

/** A host that is still starting is stopped once it has started, so that nothing of it is left behind. */
export function stopOnSignal(starting: Promise<Host>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      void starting
        .then((host) => host.stop())
        .catch(() => undefined)
        .finally(() => process.exit(0));
    });
}

function announce({ apis, userPools, adminUrl }: Host): void {
  for (const [api, url] of Object.entries(apis)) say(`${api}  ${url}`);
  for (const [pool, { signInUrl }] of Object.entries(userPools)) say(`${pool} sign-in  ${signInUrl}`);
  say(`host  ${adminUrl}`);
}
