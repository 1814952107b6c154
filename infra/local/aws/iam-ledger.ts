/** What IAM was asked: which grants were used, which of them nothing else could replace, what was refused. */
import type { Role, Roles } from './iam-roles.ts';
import type { Statement } from './iam-policy.ts';

export type Grant = {
  readonly role: string;
  readonly policy: string;
  /** Place of the statement in its policy. */
  readonly statement: number;
  readonly sid: string | undefined;
  readonly actions: readonly string[];
  /** Actions that it allowed. */
  readonly used: readonly string[];
  /** Actions that it alone allowed at least once: without the grant they would have been refused. */
  readonly needed: readonly string[];
};

export type Denial = {
  readonly functionName: string;
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
};

export type Ledger = {
  readonly allowed: (by: readonly Statement[], action: string) => void;
  readonly refused: (denial: Denial) => void;
  readonly usage: () => readonly Grant[];
  readonly denials: () => readonly Denial[];
};

export function openLedger(roles: Roles): Ledger {
  const used = new Map<Statement, Set<string>>();
  const needed = new Map<Statement, Set<string>>();
  const denials: Denial[] = [];
  const note = (book: Map<Statement, Set<string>>, statement: Statement, action: string) => {
    const actions = book.get(statement) ?? new Set();
    book.set(statement, actions.add(action));
  };
  const grantOf = ({ name }: Role, statement: Statement): Grant => ({
    role: name,
    policy: statement.policy,
    statement: statement.index,
    sid: statement.sid,
    actions: statement.actions,
    used: [...(used.get(statement) ?? [])],
    needed: [...(needed.get(statement) ?? [])],
  });
  return {
    allowed(by, action) {
      const [only, another] = by;
      for (const statement of by) note(used, statement, action);
      if (only && !another) note(needed, only, action);
    },
    refused: (denial) => void denials.push(denial),
    usage: () =>
      [...roles.values()].flatMap((role) =>
        [...role.grants, ...role.trust.filter(namesRoles)]
          .filter(({ effect }) => effect === 'Allow')
          .map((statement) => grantOf(role, statement)),
      ),
    denials: () => [...denials],
  };
}

/** That a service of AWS may assume a role is not checked here, so it cannot be seen to be used. */
const namesRoles = ({ principal }: Statement): boolean =>
  typeof principal === 'string' || Object.hasOwn(Object(principal), 'AWS');
