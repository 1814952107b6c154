/** What resources are called, and what their names mean to the templates that refer to them. */
import { NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import { kindOf } from './physical.ts';
import type { Template } from './templates.ts';

export type Names = {
  scopeOf(template: Template): Scope;
  fill(text: string, template: Template, id: string): string;
  nameOf(template: Template, id: string): string;
  arnOf(template: Template, id: string): string;
};

/** The names in all templates, each worked out when something first refers to it. */
export function namesIn(templates: readonly Template[]): Names {
  const physical = new Map<string, string>();
  const scopes = new Map<Template, Scope>();
  const names: Names = {
    scopeOf(template) {
      const scope = scopes.get(template) ?? scopeIn(template, templates, names);
      scopes.set(template, scope);
      return scope;
    },
    fill: (text, template, id) =>
      text.replace(/\{(\w+)\}/g, (_, word: string) => wordOf(word, template, id, names)),
    nameOf(template, id) {
      const key = `${template.stack}/${id}`;
      const name = physical.get(key) ?? nameFor(template, id, names);
      physical.set(key, name);
      return name;
    },
    arnOf: (template, id) => arnOf(template, id, names),
  };
  return names;
}

function nameFor(template: Template, id: string, names: Names): string {
  const { named, minted } = kindOf(String(template.Resources[id]?.Type));
  const declared = named ? template.Resources[id]?.Properties?.[named] : undefined;
  const name = declared === undefined ? NO_VALUE : resolve(declared, names.scopeOf(template));
  if (name !== NO_VALUE) return String(name);
  const seed = `${template.stack}-${id}`;
  return minted ? minted(seed, template.region) : seed;
}

function arnOf(template: Template, id: string, names: Names): string {
  const type = String(template.Resources[id]?.Type);
  const { arn } = kindOf(type);
  if (arn) return names.fill(`arn:aws:${arn}`, template, id).replace('parameter//', 'parameter/');
  return `arn:aws:cloudformation:${template.region}:${template.account}:resource/${template.stack}/${id}`;
}

function wordOf(word: string, template: Template, id: string, names: Names): string {
  if (word === 'name') return names.nameOf(template, id);
  if (word === 'arn') return arnOf(template, id, names);
  if (word === 'account' || word === 'region') return template[word];
  const property = template.Resources[id]?.Properties?.[word];
  return property === undefined ? 'default' : String(resolve(property, names.scopeOf(template)));
}

function scopeIn(template: Template, templates: readonly Template[], names: Names): Scope {
  const scope: Scope = {
    ref(id) {
      if (id.startsWith('AWS::')) return pseudoParameter(id, template);
      const parameter = template.Parameters?.[id];
      if (parameter) return parameterValue(parameter, templates, names);
      const { ref = '{name}' } = kindOf(known(template, id));
      return names.fill(ref, template, id);
    },
    attribute(id, attribute) {
      const type = known(template, id);
      const text = kindOf(type).attributes?.[attribute] ?? (attribute === 'Arn' ? '{arn}' : undefined);
      if (!text) throw new Error(`${template.stack}/${id}: the local host knows no ${attribute} of ${type}.`);
      return names.fill(text, template, id);
    },
    exported: (name) => exportedValue(name, template, templates, names),
    condition: (name) => resolve(template.Conditions?.[name], scope) === true,
    mapped: ([map = '', first = '', second = '']) => template.Mappings?.[map]?.[first]?.[second],
  };
  return scope;
}

function known(template: Template, id: string): string {
  const type = template.Resources[id]?.Type;
  if (!type) throw new Error(`${template.stack} refers to ${id}, which it does not declare.`);
  return type;
}

function pseudoParameter(id: string, { account, region, stack }: Template): unknown {
  const values: Record<string, unknown> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stack}/local`,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': NO_VALUE,
  };
  if (!(id in values)) throw new Error(`The local host knows no pseudo parameter ${id}.`);
  return values[id];
}

function parameterValue(
  parameter: { Type: string; Default?: unknown },
  templates: readonly Template[],
  names: Names,
): unknown {
  if (!parameter.Type.startsWith('AWS::SSM::Parameter::Value')) return parameter.Default;
  for (const template of templates)
    for (const [id, { Type, Properties }] of Object.entries(template.Resources))
      if (Type === 'AWS::SSM::Parameter' && names.nameOf(template, id) === parameter.Default)
        return resolve(Properties?.['Value'], names.scopeOf(template));
  return parameter.Default;
}

function exportedValue(
  name: string,
  importer: Template,
  templates: readonly Template[],
  names: Names,
): unknown {
  for (const template of templates)
    for (const { Value, Export } of Object.values(template.Outputs ?? {}))
      if (Export && resolve(Export.Name, names.scopeOf(template)) === name)
        return resolve(Value, names.scopeOf(template));
  throw new Error(`${importer.stack} imports '${name}', which no stack exports.`);
}
