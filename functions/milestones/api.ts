/** Lambda: the HTTP routes of milestones. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition } from '../../shared/http/api.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { dayOf } from '../../shared/kernel/time.ts';
import { canSee, isIn } from '../people/org.ts';
import { orgOf } from '../people/store.ts';
import { Milestone } from './milestone.ts';
import { milestones } from './module.ts';
import { listMilestones } from './store.ts';

export const routes = {
  'GET /v1/people/{person}/notices': listRoute({
    summary: 'What a payee has reached of their quotas: half, nine tenths and all of each, told once',
    path: z.object({ person: PersonId }),
    reply: Milestone,
    async run({ caller, table, path: { person }, page, now }) {
      const org = await orgOf(table);
      if (!isIn(org, person) || !canSee(org, caller, person, dayOf(now, 'UTC'))) {
        refuse('missing', 'not-found', 'There is no such person.');
      }
      return listMilestones(table, person, page);
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(milestones, 'api', routes);
