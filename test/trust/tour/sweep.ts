/** Stops at night: what nobody was told of is found by its state, and told again. */
import { dealIdOf } from '../../../functions/deals/deal.ts';
import type { Client } from '../../../infra/cli/client.ts';
import { ConnectorId } from '../../../shared/kernel/ids.ts';
import { answering, callOf, isAnnouncement, unannounced } from '../../faults/holding.ts';
import type { Run } from '../../kit/paying.ts';
import { hire } from '../../kit/platform.ts';
import { type Connected, connect, large, send, won } from './crm.ts';
import { type Guide, newcomer, redeliver, renewed, show, type Stop, tick, untilNight } from './guide.ts';

/** As long as the sweep waits before it takes something for stuck, and a minute more. */
export const PATIENCE_MS = 61 * 60_000;

/** Has the next announcement of a function forgotten, as by a stream that failed for a day. */
export async function unheard({ platform: { host } }: Guide, entry: string, work: () => Promise<unknown>) {
  const met = answering(host, (call) => callOf(entry)(call) && isAnnouncement(call), unannounced);
  await work();
  await host.idle();
  host.aws.onCall(undefined);
  show(`${entry} announced something`, met() === 1);
}

type Stuck = { readonly crm: Connected; readonly run: string };

/** Two deals, a month that is published, and a preview. */
async function getStuck(guide: Guide, api: Client): Promise<Stuck> {
  await hire(api, 'Ana');
  const crm = await connect(api, 'CRM');
  await unheard(guide, 'crm/api-intake', () => send(guide, crm, large('webhook', '2026-03-01')));
  await unheard(guide, 'deals/on-webhook-received', () => send(guide, crm, won('deal', '2026-03-01')));
  await api.post('/v1/periods/2026-m01/close');
  await unheard(guide, 'runs/step-finish-run', () => startRun(api, '2026-m01'));
  let run = '';
  await unheard(guide, 'runs/api', async () => {
    run = (await startRun(api, '2026-m02')).id;
  });
  return { crm, run };
}

const startRun = (api: Client, period: string) => api.post<Run>('/v1/runs', { period }, { key: period });

const unannouncedThings: Stop = {
  name: 'what nobody was told of',
  async visit(guide) {
    const { id: tenant, api } = await newcomer(guide, { closeAfterDays: 60 });
    const { crm, run } = await getStuck(guide, api);
    const at = new Date(guide.platform.host.clock.now().getTime() + PATIENCE_MS).toISOString();
    await redeliver(guide, 'sweep-on-sweep-due', 'sweep.due', { tenant, data: {}, at });
    for (const record of ['webhook', 'deal']) {
      const { credits } = await api.get<{ credits: object[] }>(`/v1/deals/${dealOf(crm, record)}`);
      show(`the ${record} is credited`, credits.length === 1);
    }
    show('the preview is calculated', (await api.get<Run>(`/v1/runs/${run}`)).status === 'calculated');
    show('what is published is locked', (await api.get('/v1/periods/2026-m01'))['status'] === 'locked');
  },
};

const dealOf = ({ id }: Connected, record: string) => dealIdOf(ConnectorId.parse(id), record);

const night: Stop = {
  name: 'a night after nobody was told of a close',
  async visit(guide) {
    const { id: tenant, api } = await newcomer(guide, { closeAfterDays: 60 });
    await unheard(guide, 'periods/api', () => api.post('/v1/periods/2026-m01/close'));
    await untilNight(guide);
    await tick(guide);
    const fresh = await renewed(guide, tenant, api);
    show('it is locked in the morning', (await fresh.get('/v1/periods/2026-m01'))['status'] === 'locked');
  },
};

export const atNight: readonly Stop[] = [unannouncedThings, night];
