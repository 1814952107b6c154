/**
 * `npm start`: the whole platform on this machine, and the story of one quarter of a sample company,
 * told through the public API. `-- --once` stops afterwards; `-- --empty` serves without the story.
 */
import { parseArgs } from 'node:util';
import { type Host, startHost } from '../local/host.ts';
import { synthesize } from '../synth.ts';
import { type Addresses, addressesOf, saveSession } from './addresses.ts';
import { onboardSample } from './onboard.ts';
import { COMPANY, QUARTER_STARTS } from './sample.ts';
import { onLaptop } from './sign-in.ts';
import { tellQuarter } from './story.ts';

const ASSEMBLY = 'cdk.out.local';
const began = performance.now();

/** Every line says how long after the start it came. */
function say(line: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5);
  process.stdout.write(`${seconds} s  ${line}\n`);
}

async function serve(): Promise<Host> {
  say('synthesizing the stacks that `cdk deploy` would ship');
  const made = await synthesize({ outdir: ASSEMBLY, checks: false });
  say(made === 'kept' ? 'nothing changed since the last synth' : 'synthesized');
  const host = await startHost({ assemblyDir: ASSEMBLY, startAt: QUARTER_STARTS });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void host.stop().then(() => process.exit(0)));
  }
  say('the platform runs: routes, functions, table, streams, queues, bus and schedules of those stacks');
  return host;
}

/** Answers whether everything reconciles. */
async function tell(host: Host, at: Addresses): Promise<boolean> {
  const company = await onboardSample(at, say);
  const reconciles = await tellQuarter({ at, company, host, say });
  const { email } = COMPANY.admin;
  const { token } = await onLaptop(at, email, { tenant: company.tenant });
  saveSession({ at, token, email, tenant: company.tenant });
  say(`token of ${email}, for 15 minutes (\`npm run attain -- sign-in\` gives another)\n${token}`);
  return reconciles;
}

function showAddresses({ api, control, issuer, admin }: Addresses): void {
  say(`OpenAPI page   ${api}/docs`);
  say(`API            ${api}`);
  say(`control plane  ${control}`);
  say(`issuer         ${issuer}`);
  say(`local levers   ${admin} (clock, queues, logs)`);
}

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, empty: { type: 'boolean', default: false } },
});
let host: Host | undefined;
try {
  host = await serve();
  const at = addressesOf(host);
  if (values.empty) saveSession({ at });
  const reconciles = values.empty || (await tell(host, at));
  showAddresses(at);
  if (values.once) {
    await host.stop();
    process.exit(reconciles ? 0 : 1);
  }
  say('serving; Ctrl-C stops it');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  await host?.stop();
  process.exit(1);
}
