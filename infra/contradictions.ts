/** What can be wrong between manifests although each of them compiles. Every sentence names the way out. */
import { catalog } from '../shared/events/catalog.ts';
import type { Entry, Module } from '../shared/module.ts';
import { stepsOf } from '../shared/workflow.ts';
import { nouns, type Noun } from '../shared/table/keys.ts';

/** The first word of an entry's name says what calls it, and so what its manifest may say. */
const callers = {
  api: ['routes'],
  on: ['events', 'batch'],
  cron: ['every'],
  stream: ['stream', 'batch'],
  step: [],
} as const satisfies Record<string, readonly (keyof Entry)[]>;

const onlyInControl = ['signs', 'signsIn', 'hashesKeys', 'readsCells'] as const;
const onlyInCells = ['secrets', 'blobs'] as const;

type Place = { readonly module: Module; readonly name: string; readonly entry: Entry };

export function contradictions(
  modules: readonly Module[],
  hasFile: (path: string) => boolean,
): readonly string[] {
  const places = modules.flatMap((module) =>
    Object.entries(module.functions).map(([name, entry]) => ({ module, name, entry })),
  );
  return [
    ...places.flatMap((place) => [
      ...wrongFile(place, hasFile),
      ...wrongCaller(place),
      ...wrongPlane(place),
      ...wrongAccess(place),
      ...wrongBatch(place),
      ...wrongEvents(place),
      ...wrongSends(place, places),
      ...wrongStarts(place, modules),
      ...unreached(place, places),
      ...uncalled(place),
    ]),
    ...sharedRoutes(places),
    ...modules.flatMap(wrongSteps),
  ];
}

function wrongFile(place: Place, hasFile: (path: string) => boolean): string[] {
  return hasFile(pathOf(place))
    ? []
    : [`functions/${pathOf(place)}.ts is missing: write it, or drop the entry.`];
}

function wrongCaller({ module, name, entry }: Place): string[] {
  const caller = name.split('-')[0] ?? '';
  const own: readonly string[] | undefined = (callers as Record<string, readonly string[]>)[caller];
  const first = own?.[0] as keyof Entry | undefined;
  const at = `${module.name}/${name}`;
  if (!own) return [`${at}: a name starts with ${Object.keys(callers).join(', ')}; '${caller}' is none.`];
  const foreign = Object.values(callers)
    .flat()
    .filter((word) => entry[word] !== undefined && !own.includes(word));
  return [
    ...foreign.map((word) => `${at}: '${word}' belongs to entries that something else calls.`),
    ...(caller === 'on' || !first || entry[first] !== undefined
      ? []
      : [`${at}: says no '${first}', so nothing calls it.`]),
  ];
}

function wrongPlane(place: Place): string[] {
  const foreign = place.module.plane === 'cell' ? onlyInControl : onlyInCells;
  return foreign
    .filter((word) => place.entry[word] !== undefined)
    .map((word) => `${pathOf(place)}: '${word}' does not exist in the plane '${place.module.plane}'.`);
}

function wrongAccess(place: Place): string[] {
  return [...blindToStanding(place), ...indexWrites(place)];
}

/** What is guarded asks whether the caller's company is served and how often it asks: by these rights. */
function blindToStanding(place: Place): string[] {
  const { routes = {}, table } = place.entry;
  const isGuarded = Object.values(routes).some((permission) => permission !== 'public');
  if (!isGuarded || (table?.STANDING?.includes('get') && table.RATE?.includes('update'))) return [];
  return [`${pathOf(place)} has guarded routes, so its table needs STANDING: ['get'] and RATE: ['update'].`];
}

function indexWrites(place: Place): string[] {
  return (['table', 'directory'] as const).flatMap((owner) =>
    Object.entries(place.entry[owner] ?? {})
      .filter(([noun, verbs]) => nouns[noun as Noun].on === 'index' && verbs.some((verb) => verb !== 'query'))
      .map(([noun]) => `${pathOf(place)}: ${noun} stands on the index, which can only be queried.`),
  );
}

function wrongBatch(place: Place): string[] {
  const { size = 10, windowSeconds = 0 } = place.entry.batch ?? {};
  if (place.name.startsWith('on-') && size > 10 && windowSeconds < 1)
    return [`${pathOf(place)}: more than 10 messages need windowSeconds ≥ 1.`];
  return [];
}

function wrongSends(place: Place, places: readonly Place[]): string[] {
  return (place.entry.sends ?? [])
    .filter((to) => !places.some((other) => pathOf(other) === to && isQueueBeside(place, other)))
    .map((to) => `${pathOf(place)} sends to '${to}', which is no 'on-' entry of its plane.`);
}

function wrongStarts(place: Place, modules: readonly Module[]): string[] {
  const beside = modules.filter(({ plane }) => plane === place.module.plane);
  const known = beside.flatMap(({ name, workflows = {} }) =>
    Object.keys(workflows).map((one) => `${name}/${one}`),
  );
  return (place.entry.starts ?? [])
    .filter((path) => !known.includes(path))
    .map((path) => `${pathOf(place)} starts '${path}', which is no workflow of its plane.`);
}

/** A state machine calls steps of its own module: others have no place in its story. */
function wrongSteps({ name, functions, workflows = {} }: Module): string[] {
  const known = Object.keys(functions).filter((entry) => entry.startsWith('step-'));
  return Object.entries(workflows).flatMap(([workflow, definition]) =>
    stepsOf(definition)
      .filter((path) => !known.some((entry) => path === `${name}/${entry}`))
      .map((path) => `${name}/${workflow} calls '${path}', which is no 'step-' entry of its module.`),
  );
}

function uncalled(place: Place): string[] {
  if (!place.name.startsWith('step-')) return [];
  const called = Object.values(place.module.workflows ?? {}).flatMap(stepsOf);
  return called.includes(pathOf(place))
    ? []
    : [`${pathOf(place)} is a step that no workflow of its module calls.`];
}

function wrongEvents(place: Place): string[] {
  return (place.entry.events ?? [])
    .filter((event) => !(event in catalog))
    .map((event) => `${pathOf(place)} waits for '${event}', which shared/events/catalog.ts does not know.`);
}

function unreached(place: Place, places: readonly Place[]): string[] {
  const isReached =
    !place.name.startsWith('on-') ||
    place.entry.events ||
    places.some(({ entry }) => entry.sends?.includes(pathOf(place)));
  return isReached ? [] : [`${pathOf(place)} has no events and nobody sends to it: it would never run.`];
}

function isQueueBeside(place: Place, other: Place): boolean {
  return other.name.startsWith('on-') && other.module.plane === place.module.plane;
}

function sharedRoutes(places: readonly Place[]): string[] {
  const owners = new Map<string, string>();
  return places.flatMap((place) =>
    Object.keys(place.entry.routes ?? {}).flatMap((route) => {
      const key = `${place.module.plane} ${route.replaceAll(/\{[^}]*\}/g, '{}')}`;
      const owner = owners.get(key);
      owners.set(key, pathOf(place));
      return owner ? [`${owner} and ${pathOf(place)} both answer ${route}.`] : [];
    }),
  );
}

const pathOf = ({ module, name }: Place) => `${module.name}/${name}`;
