/**
 * Who is enrolled in which plan by a row of a file: in its newest version, by its id or by its name. Rows are
 * judged one after the other, so that two of one file do not overlap either.
 */
import { isRefusal } from '../../shared/kernel/refusal.ts';
import type { Org } from '../people/org.ts';
import { enrol, type Enrolment, EnrolmentDraft } from '../plans/enrolment.ts';
import { refuseSecondPayer } from '../plans/payer.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { refuseTerms } from '../plans/terms.ts';
import { personOf } from './person-of.ts';
import type { ImportedEnrolment } from './targets/enrolment.ts';
import { type Entry, judgeAll, type Judged, type Verdict } from './verdict.ts';

type Context = {
  readonly org: Org;
  readonly enrolments: readonly Enrolment[];
  /** The newest version of each plan that the file may mean. */
  readonly plans: readonly PlanVersion[];
  /** The versions that people are enrolled in. */
  readonly paying?: readonly PlanVersion[];
};
type Taken = { readonly draft: EnrolmentDraft; readonly version: PlanVersion };

export function judgeEnrolments(
  entries: readonly Entry<ImportedEnrolment>[],
  { org, enrolments, plans, paying = [] }: Context,
): Judged<Taken & { readonly line: number }> {
  const standing = [...enrolments];
  return judgeAll(entries, (record): { readonly taken: Taken } | Verdict => {
    const { from, to, terms, payCurrency } = record;
    const person = personOf(record.person, org);
    if (!person) return fault('person.unknown', `Nobody is known as '${record.person}'.`, 'person');
    const meant = plans.filter(({ plan, name }) => plan === record.plan || name === record.plan);
    const [version] = meant;
    if (!version) return fault('plan.unknown', `There is no plan '${record.plan}'.`, 'plan');
    if (meant.length > 1) {
      return fault(
        'plan.ambiguous',
        `${meant.length} plans are called '${record.plan}': name its id.`,
        'plan',
      );
    }
    const { plan } = version;
    const more = { ...(terms && { terms }), ...(payCurrency && { payCurrency }) };
    const said = { person, plan, version: version.version, from, to, ...more };
    const draft = EnrolmentDraft.parse(said);
    try {
      refuseTerms(version, draft.terms);
      const own = standing.filter((one) => one.person === person && one.plan === plan);
      const enrolment = enrol(draft, own);
      if (own.includes(enrolment)) return 'known';
      refuseSecondPayer(enrolment, standing, [...plans, ...paying]);
      standing.push(enrolment);
      return { taken: { draft, version } };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return fault(error.code, error.message, fieldOf(error.code));
    }
  });
}

function fieldOf(code: string): string {
  if (code.startsWith('payment.')) return 'plan';
  return code.startsWith('term.') ? 'terms' : 'from';
}

function fault(code: string, message: string, field: string) {
  return { code, message, field };
}
