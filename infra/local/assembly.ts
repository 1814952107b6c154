/** Loads a cloud assembly: every resource of every stack, named and with its intrinsics resolved. */
import { resolve } from './intrinsics.ts';
import type { Assembly, Resource } from './kinds.ts';
import { type Names, namesIn } from './names.ts';
import { readAssets, readTemplates, type Template } from './templates.ts';

/** Origin that AWS would give an endpoint → the origin where it listens on this machine. */
export type Addresses = ReadonlyMap<string, string>;

export type LoadedAssembly = Assembly & {
  /** What a deployment would print at its end: stack → name of the output → value. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

export function loadAssembly(dir: string, addresses: Addresses = new Map()): LoadedAssembly {
  const templates = readTemplates(dir);
  const assets = readAssets(dir);
  const names = namesIn(templates);
  const resources = templates.flatMap((template) =>
    Object.keys(template.Resources)
      .filter((id) => exists(template, id, names))
      .map((id) => resourceOf(template, id, names, addresses)),
  );
  const byArn = new Map(resources.map((resource) => [resource.arn, resource]));
  return {
    outputs: Object.fromEntries(
      templates.map((template) => [template.stack, outputsOf(template, names, addresses)]),
    ),
    of: (type) => resources.filter((resource) => resource.type === type),
    byArn: (arn) => byArn.get(arn),
    codeOf: (lambda) => {
      const code = assets.get(String(lambda.properties['Code']?.S3Key));
      if (!code) throw new Error(`The code of ${lambda.name} is not an asset of ${dir}.`);
      return code;
    },
  };
}

function resourceOf(template: Template, id: string, names: Names, addresses: Addresses): Resource {
  const type = String(template.Resources[id]?.Type);
  let properties: Resource['properties'] | undefined;
  return {
    stack: template.stack,
    id,
    type,
    name: names.nameOf(template, id),
    arn: names.arnOf(template, id),
    // Resolved when first asked for, so that a type that nobody runs need not be understood.
    get properties() {
      const declared = template.Resources[id]?.Properties ?? {};
      properties ??= relocate(resolve(declared, names.scopeOf(template)), addresses) as Record<
        string,
        unknown
      >;
      return properties;
    },
  };
}

function outputsOf(template: Template, names: Names, addresses: Addresses) {
  return Object.fromEntries(
    Object.entries(template.Outputs ?? {}).map(([id, { Value }]) => [
      id,
      relocate(resolve(Value, names.scopeOf(template)), addresses),
    ]),
  );
}

function exists(template: Template, id: string, names: Names): boolean {
  const condition = template.Resources[id]?.Condition;
  return condition === undefined || names.scopeOf(template).condition(condition);
}

function relocate(value: unknown, addresses: Addresses): unknown {
  if (typeof value === 'string')
    return [...addresses].reduce((text, [minted, local]) => text.replaceAll(minted, local), value);
  if (Array.isArray(value)) return value.map((each) => relocate(each, addresses));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, relocate(each, addresses)]));
}
