/** Reads the definition of a state machine. What the local host does not run, it refuses before it starts. */

export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts?: number;
  readonly [field: string]: unknown;
};
export type Catcher = {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly [field: string]: unknown;
};

export type State = {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  // biome-ignore lint/suspicious/noExplicitAny: each type of state has fields of its own
  readonly [field: string]: any;
};

export type Flow = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

const ALL = ['Type', 'Comment', 'QueryLanguage'];
const GOING_ON = [...ALL, 'Assign', 'Output', 'Next', 'End'];
const FAILING = [...GOING_ON, 'Retry', 'Catch'];

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: [...FAILING, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'],
  Choice: [...ALL, 'Choices', 'Default', 'Assign', 'Output'],
  Map: [
    ...FAILING,
    'Items',
    'ItemSelector',
    'ItemBatcher',
    'ItemProcessor',
    'MaxConcurrency',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
    'Label',
  ],
  Parallel: [...FAILING, 'Branches', 'Arguments'],
  Pass: GOING_ON,
  Wait: [...GOING_ON, 'Seconds', 'Timestamp'],
  Succeed: [...ALL, 'Output'],
  Fail: [...ALL, 'Error', 'Cause'],
};
const PARTS: Readonly<Record<string, readonly string[]>> = {
  Retry: [
    'ErrorEquals',
    'IntervalSeconds',
    'MaxAttempts',
    'BackoffRate',
    'MaxDelaySeconds',
    'JitterStrategy',
    'Comment',
  ],
  Catch: ['ErrorEquals', 'Next', 'Assign', 'Output', 'Comment'],
  Choices: ['Condition', 'Next', 'Assign', 'Output', 'Comment'],
  ItemBatcher: ['MaxItemsPerBatch', 'BatchInput'],
  ItemProcessor: ['ProcessorConfig', 'StartAt', 'States', 'Comment'],
  ProcessorConfig: ['Mode', 'ExecutionType'],
};
const ONLY_DISTRIBUTED = ['ItemBatcher', 'ToleratedFailureCount', 'ToleratedFailurePercentage', 'Label'];
export const LAMBDA = /^arn:aws:states:::lambda:invoke(\.waitForTaskToken)?$/;

/** Throws with a sentence that names the machine and the state. */
export function readDefinition(machine: string, text: string): Flow {
  const { Comment: _, ...definition } = JSON.parse(text) as Record<string, unknown>;
  const refuse = (why: string): never => {
    throw new Error(`The state machine ${machine} ${why}`);
  };
  if (definition['QueryLanguage'] !== 'JSONata')
    refuse('does not speak JSONata, which is all the local host does.');
  const others = Object.keys(definition).filter(
    (name) => !['QueryLanguage', 'StartAt', 'States'].includes(name),
  );
  if (others.length > 0) refuse(`has ${others.join(', ')}, which the local host does not run.`);
  const flow = checked(definition as unknown as Flow, refuse);
  const names = namesIn(flow);
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  return twice === undefined ? flow : refuse(`has two states of the name ${twice}, one inside of another.`);
}

const namesIn = ({ States }: Flow): string[] => [
  ...Object.keys(States),
  ...Object.values(States).flatMap(flowsIn).flatMap(namesIn),
];

type Refuse = (why: string) => never;

function checked(flow: Flow, refuse: Refuse): Flow {
  const known = (name: unknown, from: string) =>
    String(name) in flow.States || refuse(`goes from ${from} to ${String(name)}, which is no state of it.`);
  known(flow.StartAt, 'its start');
  for (const [name, state] of Object.entries(flow.States)) {
    const here = (why: string) => refuse(`has a state ${name} ${why}`);
    checkState(state, here);
    const ways = [state, ...(state.Catch ?? []), ...((state['Choices'] ?? []) as State[])];
    for (const next of [...ways.map(({ Next }) => Next), state['Default']]) {
      if (next !== undefined) known(next, name);
    }
    for (const inside of flowsIn(state)) checked(inside, refuse);
  }
  return flow;
}

const flowsIn = (state: State): Flow[] => [state['ItemProcessor'] ?? [], state['Branches'] ?? []].flat();

function checkState(state: State, refuse: Refuse): void {
  const fields = FIELDS[state.Type] ?? refuse(`of type ${state.Type}, which the local host does not run.`);
  requireFields(state, fields, refuse);
  if (state['QueryLanguage'] && state['QueryLanguage'] !== 'JSONata') refuse('that does not speak JSONata.');
  for (const [part, allowed] of Object.entries(PARTS)) {
    for (const each of [state[part] ?? []].flat()) requireFields(each, allowed, refuse);
  }
  if (state.Type === 'Task') checkTask(state, refuse);
  if (state.Type === 'Map') checkMap(state, refuse);
}

function requireFields(part: object, allowed: readonly string[], refuse: Refuse): void {
  const foreign = Object.keys(part).filter((name) => !allowed.includes(name));
  if (foreign.length > 0) refuse(`with ${foreign.join(', ')}, which the local host does not run.`);
}

function checkTask({ Resource, Arguments }: State, refuse: Refuse): void {
  if (!LAMBDA.test(String(Resource)))
    refuse(`that asks for ${Resource}; the local host invokes Lambdas only.`);
  if (typeof Arguments === 'object') requireFields(Arguments, ['FunctionName', 'Payload'], refuse);
}

function checkMap(state: State, refuse: Refuse): void {
  const { Mode, ...others } = state['ItemProcessor'].ProcessorConfig ?? {};
  requireFields({ ...others, Mode }, ['Mode', 'ExecutionType'], refuse);
  if (![undefined, 'INLINE', 'DISTRIBUTED'].includes(Mode)) refuse(`of the mode ${Mode}.`);
  const foreign = ONLY_DISTRIBUTED.filter((name) => name in state);
  if (Mode !== 'DISTRIBUTED' && foreign.length > 0)
    refuse(`with ${foreign.join(', ')}, which an inline map has not.`);
}
