/** Reads synthesized templates for the tests of the stacks. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Json = { readonly [key: string]: unknown };
// biome-ignore lint/suspicious/noExplicitAny: a template's properties have no type of their own
export type Resource = { readonly Type: string; readonly Properties: any; readonly DependsOn?: string[] };
export type Template = { readonly Resources: Readonly<Record<string, Resource>>; readonly Outputs?: Json };

/** Stack name → text of its template. */
export function templateTexts(outdir: string): ReadonlyMap<string, string> {
  const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  return new Map(
    files
      .sort()
      .map((file) => [file.replace('.template.json', ''), readFileSync(join(outdir, file), 'utf8')]),
  );
}

export class Templates {
  readonly byStack: ReadonlyMap<string, Template>;

  constructor(outdir: string) {
    const parsed = [...templateTexts(outdir)].map(([stack, text]) => [stack, JSON.parse(text)] as const);
    this.byStack = new Map(parsed);
  }

  /** Resources of a type in all stacks; ids are `<stack>/<logical id>`. */
  of(type: string): readonly (Resource & { readonly stack: string; readonly id: string })[] {
    return [...this.byStack].flatMap(([stack, { Resources }]) =>
      Object.entries(Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => ({ ...resource, stack, id })),
    );
  }
}

/** The logical id that a Ref or Fn::GetAtt points at. */
export function target(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? attribute?.[0] ?? '';
}

export type Statement = {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: Json;
  readonly Condition?: Record<string, Record<string, unknown>>;
};

export const actionsOf = ({ Action }: Statement): string[] => [Action].flat();
