/** Which stacks there are. Run by `cdk deploy`; `npm run synth` and the local host go through synth.ts. */
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { App } from 'aws-cdk-lib/core';
import type { Module } from '../shared/module.ts';
import { CellStack } from './cell-stack.ts';
import { check } from './checks.ts';
import { ControlStack } from './control-stack.ts';
import { DataStack } from './data-stack.ts';
import type { Restored } from './ground.ts';
import { readModules } from './modules.ts';
import { names, readCells } from './names.ts';

export function attain(app: App, modules: readonly Module[]): void {
  const ofControl = modules.filter(({ plane }) => plane === 'control');
  const ofCells = modules.filter(({ plane }) => plane === 'cell');
  const restored: Record<string, Restored> = app.node.tryGetContext('restored') ?? {};
  const control = new ControlStack(app, names.controlStack, ofControl, restored['control']);
  for (const cell of readCells(app.node.tryGetContext('cells') ?? 'pool')) {
    const data = new DataStack(app, names.dataStack(cell), cell);
    const rest = new CellStack(app, names.cellStack(cell), {
      cell,
      restored: restored[cell],
      modules: ofCells,
      reported: eventsFor(ofControl),
    });
    rest.addStackDependency(data);
    rest.addStackDependency(control);
  }
}

/** What functions of the control plane wait for, cells report. */
function eventsFor(modules: readonly Module[]): readonly string[] {
  const events = modules.flatMap(({ functions }) =>
    Object.values(functions).flatMap(({ events = [] }) => events),
  );
  return [...new Set(events)].sort();
}

export type Assembling = {
  readonly outdir?: string;
  readonly checks: boolean;
  readonly context?: Readonly<Record<string, unknown>>;
};

/** Writes the cloud assembly. With checks, any finding throws. */
export function makeAssembly(modules: readonly Module[], { outdir, checks, context }: Assembling): void {
  const app = new App({
    ...(outdir && { outdir }),
    context: { ...flags, ...context },
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: checks,
  });
  attain(app, modules);
  if (checks) check(app);
  app.synth();
}

if (process.argv[1] === import.meta.filename) makeAssembly(await readModules(), { checks: true });
