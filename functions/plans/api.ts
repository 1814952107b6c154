/** Lambda: the HTTP routes of plans and their versions. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { PlanId } from '../../shared/kernel/ids.ts';
import { settingsOf } from '../settings/store.ts';
import { Warning, warningsIn } from './faults.ts';
import { plans } from './module.ts';
import {
  draftVersion,
  inPlainWords,
  PlanDraft,
  PlanHead,
  PlanText,
  PlanVersion,
  saysTheSame,
} from './plan.ts';
import { listPlans, planHead, planVersion, savePlanVersion, savePlanVersionOnce } from './store.ts';

const PlanReply = PlanVersion.extend({ warnings: z.array(Warning) });
const ByPlan = z.object({ plan: PlanId });
const ByVersion = ByPlan.extend({ version: z.coerce.number().int().min(1).max(99_999) });

export const routes = {
  'POST /v1/plans': route({
    summary: 'Makes a plan; its first version is 1',
    body: PlanDraft,
    reply: PlanReply,
    status: 201,
    idempotent: true,
    async run({ table, body, newId }) {
      const settings = await settingsOf(table);
      const version = draftVersion(body, newId('pln') as PlanId, 1, settings);
      await savePlanVersionOnce(table, version);
      return withWarnings(version);
    },
  }),

  'GET /v1/plans': listRoute({
    summary: 'The plans, by name, each with its newest version',
    reply: PlanHead,
    run: ({ table, page }) => listPlans(table, page),
  }),

  'GET /v1/plans/{plan}': route({
    summary: 'One plan; all versions from 1 to its newest exist',
    path: ByPlan,
    reply: PlanHead,
    run: ({ table, path }) => planHead(table, path.plan),
  }),

  'POST /v1/plans/{plan}/versions': route({
    summary: 'Changes a plan by adding its next version',
    description: 'Versions never change. A document that says what the newest version says adds none.',
    path: ByPlan,
    body: PlanDraft,
    reply: PlanReply,
    status: 201,
    idempotent: true,
    async run({ table, path: { plan }, body }) {
      const head = await planHead(table, plan);
      const [settings, newest] = await Promise.all([
        settingsOf(table),
        planVersion(table, plan, head.version),
      ]);
      if (saysTheSame(newest, body)) return withWarnings(newest);
      const next = draftVersion(body, plan, head.version + 1, settings);
      await savePlanVersion(table, next);
      return withWarnings(next);
    },
  }),

  'GET /v1/plans/{plan}/versions/{version}': route({
    summary: 'One version of a plan, as it pays',
    path: ByVersion,
    reply: PlanReply,
    async run({ table, path }) {
      return withWarnings(await planVersion(table, path.plan, path.version));
    },
  }),

  'GET /v1/plans/{plan}/versions/{version}/text': route({
    summary: 'One version of a plan in plain words',
    description: 'Made from the same components that pay, so the words cannot say anything else.',
    path: ByVersion,
    reply: PlanText,
    async run({ table, path }) {
      return inPlainWords(await planVersion(table, path.plan, path.version));
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(plans, 'api', routes);

function withWarnings(version: PlanVersion): z.output<typeof PlanReply> {
  return { ...version, warnings: warningsIn(version) };
}
