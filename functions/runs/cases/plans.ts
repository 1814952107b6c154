/** The plans of a golden case, as documents that the API would take: whatever it refuses is refused here. */
import { faultsOf } from '../../../shared/kernel/faults.ts';
import { derivedId, PlanId } from '../../../shared/kernel/ids.ts';
import { Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { draftVersion, PlanDraft, type PlanVersion } from '../../plans/plan.ts';
import type { GoldenCase } from './case.ts';
import { at } from './place.ts';

export function plansOf(golden: GoldenCase): PlanVersion[] {
  return Object.keys(golden.plans).map((name) => planNamed(golden, name));
}

export function planIdOf({ plans }: GoldenCase, said: string | undefined, pointer: string): PlanId {
  const names = Object.keys(plans);
  const name = said ?? (names.length === 1 ? names[0] : undefined);
  if (name !== undefined && names.includes(name)) return idOf(name);
  const message = `It names a plan of the case: ${names.join(', ')}.`;
  return refuse('rule', 'case.unknown-plan', message, pointer);
}

/** What a person would send: the document, with the name and the currency of the case where it says none. */
export function documentOf({ plans, name: ownName, currency }: GoldenCase, plan: string) {
  return { name: ownName, currency, ...plans[plan] };
}

function planNamed(golden: GoldenCase, name: string): PlanVersion {
  const { currency, calendar } = golden;
  return at(`/plans/${name}`, () =>
    draftVersion(readDraft(documentOf(golden, name)), idOf(name), 1, { currency, calendar }),
  );
}

function readDraft(document: unknown): PlanDraft {
  const { data, error } = PlanDraft.safeParse(document);
  if (data) return data;
  throw new Refusal('rule', 'input.invalid', 'The plan is not written as plans are.', faultsOf(error));
}

const idOf = (name: string) => PlanId.parse(derivedId('pln', name));
