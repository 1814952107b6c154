/** What is wrong with a plan, all of it at once, and what is legal but unwise. Pointers start at the plan. */
import * as z from 'zod';
import { type Component, kindOf, needsOf } from './components/index.ts';
import type { Measure } from './measure.ts';

export type PlanFault = { readonly code: string; readonly pointer: string; readonly message: string };

/** Legal, but unwise. */
export const Warning = z.object({ code: z.string(), pointer: z.string(), message: z.string() });
export type Warning = z.output<typeof Warning>;

type Plan = { readonly measures: readonly Measure[]; readonly components: readonly Component[] };

export function planFaults({ measures, components }: Plan): PlanFault[] {
  return [
    ...measures.flatMap((_, n) => sameIdFaults(measures, n).map(at(`/measures/${n}`))),
    ...components.flatMap((component, n) =>
      [
        ...sameIdFaults(components, n),
        ...unknownMeasures(measures, component),
        ...kindOf(component).faults(component, measures),
      ].map(at(`/components/${n}`)),
    ),
  ];
}

export function warningsIn({ measures, components }: Plan): Warning[] {
  return [
    ...measures.flatMap((measure, n) => unusedMeasure(components, measure, n)),
    ...components.flatMap((component, n) =>
      [...unlinked(component), ...kindOf(component).warnings(component)].map(at(`/components/${n}`)),
    ),
  ];
}

/** Turns a pointer that starts at a part of the plan into one that starts at the plan. */
const at =
  (part: string) =>
  <F extends PlanFault>(fault: F): F => ({ ...fault, pointer: `${part}${fault.pointer}` });

function sameIdFaults(
  all: readonly { readonly id: string; readonly kind?: string }[],
  n: number,
): PlanFault[] {
  const { id, kind } = all[n] ?? {};
  if (all.findIndex((other) => other.id === id) === n) return [];
  const what = kind === undefined ? 'measure' : 'component';
  return [{ code: `${what}.same-id`, pointer: '/id', message: `Two ${what}s are called '${id}'.` }];
}

function unknownMeasures(measures: readonly Measure[], component: Component): PlanFault[] {
  const unknown = needsOf(component).measures.filter((name) => !measures.some(({ id }) => id === name));
  return unknown.map((name) => {
    const message = `'${component.name}' looks at a measure '${name}', which the plan does not have.`;
    const pointer = name === component.measure ? '/measure' : '';
    return { code: 'measure.unknown', pointer, message };
  });
}

function unusedMeasure(components: readonly Component[], { id }: Measure, n: number): Warning[] {
  if (components.some((component) => needsOf(component).measures.includes(id))) return [];
  const message = `Nothing is paid by the measure '${id}'.`;
  return [{ code: 'measure.unused', pointer: `/measures/${n}`, message }];
}

function unlinked({ goal, name }: Component): Warning[] {
  if (goal !== undefined) return [];
  const message = `'${name}' names no goal: nobody can tell what it is paid for.`;
  return [{ code: 'component.unlinked', pointer: '/goal', message }];
}
