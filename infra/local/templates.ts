/** Reads the files of a cloud assembly: one template per stack, and where each asset lies on disk. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type Declaration = {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
};

export type Template = {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly Resources: Readonly<Record<string, Declaration>>;
  readonly Parameters?: Readonly<Record<string, { Type: string; Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: unknown } }>>;
};

type Artifact = {
  readonly type: string;
  readonly environment?: string;
  readonly properties: { templateFile?: string; stackName?: string; file?: string };
};

type AssetManifest = {
  readonly files?: Record<
    string,
    { source: { path: string }; destinations: Record<string, { objectKey: string }> }
  >;
};

const artifactsOf = (dir: string): [string, Artifact][] => {
  const file = join(dir, 'manifest.json');
  if (!existsSync(file)) throw new Error(`There are no templates in ${dir}: run 'npm run synth' first.`);
  return Object.entries((readJson(file) as { artifacts: Record<string, Artifact> }).artifacts);
};

/** The templates of all stacks; a stack stands behind those whose exports it imports. */
export function readTemplates(dir: string): readonly Template[] {
  const templates = artifactsOf(dir)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, artifact]): Template => {
      const [account, region] = environmentOf(artifact);
      const template = readJson(join(dir, artifact.properties.templateFile ?? `${id}.template.json`));
      return {
        Resources: {},
        ...(template as object),
        stack: artifact.properties.stackName ?? id,
        account,
        region,
      };
    });
  return inOrder(templates);
}

/** Object key of an asset in the bootstrap bucket → its folder or file on disk. */
export function readAssets(dir: string): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  for (const [, { type, properties }] of artifactsOf(dir)) {
    if (type !== 'cdk:asset-manifest' || !properties.file) continue;
    const { files } = readJson(join(dir, properties.file)) as AssetManifest;
    for (const { source, destinations } of Object.values(files ?? {}))
      for (const { objectKey } of Object.values(destinations))
        assets.set(objectKey, resolve(dir, source.path));
  }
  return assets;
}

function environmentOf({ environment }: Artifact): [string, string] {
  const [, account, region] = /^aws:\/\/(\d{12})\/(.+)$/.exec(environment ?? '') ?? [];
  const known = (text: string | undefined) => text && !text.startsWith('unknown');
  return [known(account) ? String(account) : '000000000000', known(region) ? String(region) : 'eu-west-1'];
}

function inOrder(templates: readonly Template[]): readonly Template[] {
  const exporter = new Map<unknown, Template>();
  for (const template of templates)
    for (const { Export } of Object.values(template.Outputs ?? {}))
      if (Export) exporter.set(Export.Name, template);
  const depthOf = (template: Template, seen: readonly Template[]): number => {
    if (seen.includes(template)) return 0;
    const upstream = importsOf(template).flatMap((name) => exporter.get(name) ?? []);
    return upstream.reduce((depth, up) => Math.max(depth, 1 + depthOf(up, [...seen, template])), 0);
  };
  return templates
    .map((template) => ({ template, depth: depthOf(template, []) }))
    .toSorted((a, b) => a.depth - b.depth || (a.template.stack < b.template.stack ? -1 : 1))
    .map(({ template }) => template);
}

function importsOf(template: Template): unknown[] {
  const found = new Set<unknown>();
  JSON.stringify(template, (key, value: unknown) => {
    if (key === 'Fn::ImportValue') found.add(value);
    return value;
  });
  return [...found];
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
