/**
 * `npm start`: the whole platform on this machine, and the story of one quarter of a sample company,
 * told through the public API. `-- --once` stops afterwards; `-- --empty` serves without the story.
 */
import { parseArgs } from 'node:util';
import { startHost } from '../local/host.ts';
import { synthesize } from '../synth.ts';
import { type Addresses, addressesOf, saveSession } from './addresses.ts';
import { onboardSample } from './onboard.ts';
import { QUARTER_STARTS } from './sample.ts';
import { tellQuarter } from './story.ts';

const began = performance.now();

/** Every line says how long after the start it came. */
function say(line: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5);
  process.stdout.write(`${seconds} s  ${line}\n`);
}

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, empty: { type: 'boolean', default: false } },
});

say('synthesizing the stacks that `cdk deploy` would ship');
const outdir = 'cdk.out.local';
const made = await synthesize({ outdir, checks: false });
say(made === 'kept' ? 'nothing changed since the last synth' : 'synthesized');
const host = await startHost({ assemblyDir: outdir, startAt: QUARTER_STARTS, stateDir: '.attain' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void host.stop().then(() => process.exit(0)));
}
const at = addressesOf(host);
say('the platform runs: routes, functions, table, streams, queues, bus and schedules of those stacks');
let reconciled = true;
if (!values.empty) {
  const company = await onboardSample(at, say);
  saveSession({ at, token: company.token, tenant: company.tenant });
  reconciled = await tellQuarter({ at, company, host, say });
} else {
  saveSession({ at });
}
showAddresses(at);
if (values.once) {
  await host.stop();
  process.exit(reconciled ? 0 : 1);
}
say('serving; Ctrl-C stops it');

function showAddresses({ api, control, issuer }: Addresses): void {
  say(`API           ${api}`);
  say(`OpenAPI page  ${api}/docs`);
  say(`control plane ${control}`);
  say(`issuer        ${issuer}`);
}
