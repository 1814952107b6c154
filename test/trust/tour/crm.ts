/** Stops at the CRM: connectors, webhooks small and large, the quarantine, deals. */
import { randomBytes } from 'node:crypto';
import { dealIdOf } from '../../../functions/deals/deal.ts';
import type { Client } from '../../../infra/cli/client.ts';
import { deliver, type Message } from '../../../infra/cli/webhook.ts';
import { ConnectorId } from '../../../shared/kernel/ids.ts';
import { dealMessage, hire } from '../../kit/platform.ts';
import { type Guide, newcomer, redeliver, show, type Stop, twoPages } from './guide.ts';

export type Connected = { readonly id: string; readonly path: string; readonly secret: string };

export const connect = (api: Client, name: string): Promise<Connected> =>
  api.post<Connected>('/v1/connectors', { name, provider: 'standard' }, { key: name });

/** One deal that was won for so much, and who won it. */
export const won = (record: string, day: string, ownerRef = 'u-ana', more: object = {}): Message =>
  dealMessage(record, 'deal.won', `${day}T09:00:00.000Z`, {
    amount: '50000.00',
    currency: 'EUR',
    status: 'won',
    ownerRef,
    ...more,
  });

export async function send(
  { platform: { host, at } }: Guide,
  to: Connected,
  message: Message,
): Promise<void> {
  const status = await deliver(message, { url: at.api + to.path, secret: to.secret, at: host.clock.now() });
  show('the webhook is taken', status === 202);
  await host.idle();
}

async function counts(api: Client, { id }: Connected): Promise<Record<string, number>> {
  return api.get<Record<string, number>>(`/v1/connectors/${id}/reconciliation?from=2026-02-01&to=2026-04-01`);
}

const connectors: Stop = {
  name: 'connectors',
  async visit({ api, n }) {
    const made = await connect(api, `CRM ${n}`);
    show('it is there', (await api.get(`/v1/connectors/${made.id}`))['id'] === made.id);
    const { secret } = await api.post<{ secret: string }>(`/v1/connectors/${made.id}/rotate`);
    show('it has another secret', secret !== made.secret);
    await twoPages(api, '/v1/connectors');
  },
};

const deals: Stop = {
  name: 'deals',
  async visit(guide) {
    const { api, n } = guide;
    const crm = await connect(api, `Deals ${n}`);
    await send(guide, crm, won(`d${n}`, '2026-03-01'));
    const id = dealIdOf(ConnectorId.parse(crm.id), `d${n}`);
    const { credits } = await api.get<{ credits: object[] }>(`/v1/deals/${id}`);
    show('it is credited', credits.length === 1);
    const { applied, pending } = await counts(api, crm);
    show('it is counted', applied === 1 && pending === 0);
    const { platform, company } = guide;
    await redeliver(guide, 'deals-on-deal-changed', 'deal.changed', {
      tenant: company.tenant,
      data: { deal: id },
    });
    show('nothing is under way', platform.host.aws.idle());
  },
};

/** 50,000.00 at 0.8. */
const abroad: Stop = {
  name: 'a deal in another currency',
  async visit(guide) {
    const { api } = await newcomer(guide, { closeAfterDays: 60 });
    await hire(api, 'Ana');
    const crm = await connect(api, 'CRM');
    await api.put('/v1/currency-rates/2026-02-20/GBP/EUR', { rate: '0.8' });
    await send(guide, crm, won('d1', '2026-02-20', 'u-ana', { currency: 'GBP' }));
    const path = `/v1/deals/${dealIdOf(ConnectorId.parse(crm.id), 'd1')}`;
    const { credits } = await api.get<{ credits: { amountMinor: string }[] }>(path);
    show('it is converted', credits[0]?.amountMinor === '4000000');
  },
};

/** Of a deal whose month is closed: what was paid of it stays, and is taken back in the month that is open. */
const overrides: Stop = {
  name: 'credits are overridden',
  async visit(guide) {
    const { api } = await newcomer(guide, { closeAfterDays: 60 });
    const [ana, ben] = [await hire(api, 'Ana'), await hire(api, 'Ben')];
    const crm = await connect(api, 'CRM');
    await send(guide, crm, won('d1', '2026-01-20'));
    const path = `/v1/deals/${dealIdOf(ConnectorId.parse(crm.id), 'd1')}`;
    await api.post('/v1/periods/2026-m01/close');
    await guide.platform.host.idle();
    const whose = async () => {
      await guide.platform.host.idle();
      const { credits } = await api.get<{ credits: { person: string }[] }>(path);
      return credits.map(({ person }) => person).join();
    };
    const draft = { splits: [{ person: ben, share: '1' }], reason: 'Agreed' };
    await api.put(`${path}/credit-override`, draft);
    show('it is taken back and given', (await whose()) === [ana, ana, ben].join());
    const ifMatch = await api.tagOf(`${path}/credit-override`);
    await api.delete(`${path}/credit-override`, { ifMatch });
    show('and back', (await whose()) === [ana, ana, ben, ben, ana].join());
  },
};

const quarantine: Stop = {
  name: 'quarantine',
  async visit(guide) {
    const { api, n } = guide;
    const crm = await connect(api, `Quarantine ${n}`);
    for (const record of ['q1', 'q2']) await send(guide, crm, won(record, '2026-03-01', `u-late-${n}`));
    const path = `/v1/connectors/${crm.id}/quarantine`;
    const [item] = await twoPages(api, path);
    show('two are set aside', (await counts(api, crm))['quarantined'] === 2);
    const late = { name: `Late ${n}`, email: `late-${n}@acme.example`, ownerRefs: [`u-late-${n}`] };
    await api.post('/v1/people', late);
    await api.post(`${path}/${String(item?.['id'])}/replay`);
    await guide.platform.host.idle();
    await api.post(`${path}/replay`);
    await guide.platform.host.idle();
    show('both are applied', (await counts(api, crm))['applied'] === 2);
  },
};

/** A body that no compression makes small. */
export const large = (record: string, day: string): Message => {
  const { id, body } = won(record, day);
  const noise = randomBytes(300_000).toString('base64');
  return { id, body: body.replace('{', `{"type":"${noise}",`) };
};

const blobs: Stop = {
  name: 'large bodies',
  async visit(guide) {
    const { api, n } = guide;
    const crm = await connect(api, `Large ${n}`);
    await send(guide, crm, large(`large-${n}`, '2026-03-01'));
    show('it is applied', (await counts(api, crm))['applied'] === 1);
  },
};

export const atTheCrm: readonly Stop[] = [connectors, deals, abroad, overrides, quarantine, blobs];
