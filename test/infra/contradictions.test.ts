/** What the synth refuses, although every manifest by itself compiles. */
import { describe, expect, it } from 'vitest';
import { contradictions } from '../../infra/contradictions.ts';
import type { Entry, Module } from '../../shared/module.ts';
import { call } from '../../shared/workflow.ts';

const module = (functions: Record<string, Entry>, plane: Module['plane'] = 'cell'): Module => ({
  name: 'deals',
  plane,
  functions,
});
const wrong = (...modules: Module[]) => contradictions(modules, (path) => path !== 'deals/api-unwritten');

it('finds nothing in manifests that agree', () => {
  const consumer = { table: { DEAL: ['get', 'update'], PEOPLE: ['query'] } } as const;
  expect(
    wrong(
      module({ 'on-deal-due': consumer, 'cron-look': { every: '15 minutes', sends: ['deals/on-deal-due'] } }),
    ),
  ).toEqual([]);
});

it.each([
  ['an entry without its file', module({ 'api-unwritten': { routes: {} } }), /is missing: write it/],
  ['a name that says nothing of its caller', module({ work: { stream: true } }), /starts with api, on, cron/],
  ['a schedule on a consumer', module({ 'on-x': { every: '15 minutes' } }), /'every' belongs to entries/],
  ['an API without routes', module({ api: {} }), /says no 'routes'/],
  ['a put to the index', module({ 'on-x': { table: { PEOPLE: ['put'] } } }), /can only be queried/],
  [
    'a large batch that waits for nothing',
    module({ 'on-x': { batch: { size: 50, windowSeconds: 0 } } }),
    /windowSeconds/,
  ],
  [
    'an event that does not exist',
    module({ 'on-x': { events: ['deal.exploded'] } }),
    /catalog.ts does not know/,
  ],
  ['a consumer that nothing reaches', module({ 'on-x': {} }), /it would never run/],
  ['a message to nobody', module({ 'on-x': { sends: ['deals/on-y'] } }), /sends to 'deals\/on-y'/],
  [
    'a cell that signs tokens',
    module({ api: { routes: {}, signs: ['sign'] } }),
    /does not exist in the plane 'cell'/,
  ],
  [
    'a guarded route that serves suspended companies',
    module({ api: { routes: { 'GET /v1/deals': 'deal:read' }, table: { DEAL: ['get'] } } }),
    /deals\/api has guarded routes, so its table needs STANDING/,
  ],
  ['secrets in the control plane', module({ 'on-x': { secrets: ['get'] } }, 'control'), /plane 'control'/],
])('refuses %s', (_, manifest, sentence) => {
  expect(wrong(manifest).join()).toMatch(sentence);
});

describe('a state machine', () => {
  const work = {
    Comment: 'x',
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: { A: { ...call('deals/step-a', {}), End: true } },
  } as const;
  const starting = { 'on-x': { events: ['deal.changed'], starts: ['deals/work'] } } as const;

  it('agrees with its steps and with who starts it', () => {
    const agreed = { ...module({ ...starting, 'step-a': {} }), workflows: { work } };
    expect(wrong(agreed)).toEqual([]);
  });

  it('is refused without its step, a step without it, and a start of one that is not there', () => {
    expect(wrong({ ...module(starting), workflows: { work } })).toEqual([
      "deals/work calls 'deals/step-a', which is no 'step-' entry of its module.",
    ]);
    expect(wrong(module({ ...starting, 'step-a': {} }))).toEqual([
      "deals/on-x starts 'deals/work', which is no workflow of its plane.",
      'deals/step-a is a step that no workflow of its module calls.',
    ]);
  });
});

it('refuses two functions for one route, however its parameter is called', () => {
  const one = module({ api: { routes: { 'GET /v1/deals/{deal}': 'public' } } });
  const other = {
    ...one,
    name: 'crm',
    functions: { api: { routes: { 'GET /v1/deals/{id}': 'public' } } },
  } as const;
  expect(wrong(one, other)).toEqual(['deals/api and crm/api both answer GET /v1/deals/{id}.']);
});

it('refuses a message across planes', () => {
  const cron = {
    ...module({ 'cron-x': { every: '15 minutes', sends: ['deals/on-y'] } }, 'control'),
    name: 'tenants',
  };
  expect(wrong(cron, module({ 'on-y': {} })).join()).toMatch(/no 'on-' entry of its plane/);
});
