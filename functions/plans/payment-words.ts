/** Payment terms in plain words, each policy in a sentence, from the same document that pays. */
import type { Currency, Minor } from '../../shared/kernel/money.ts';
import type { Term } from './components/rate.ts';
import type { Draw, PaymentTerms } from './payment.ts';
import { amount, percent } from './words.ts';

type Sum = { readonly amountMinor?: Minor | undefined; readonly amount?: Term | undefined };

export function paymentWords(terms: PaymentTerms, currency: Currency): string[] {
  const { draw, minimumMinor, maximumMinor, payExcessLater } = terms;
  const money = (minor: Minor) => amount(minor, currency);
  return [
    ...releaseWords(terms),
    ...holdbackWords(terms),
    ...guaranteeWords(terms, currency),
    ...(draw ? drawWords(draw, currency) : []),
    ...(minimumMinor ? [`You are paid at least ${money(minimumMinor)} in a period.`] : []),
    ...(maximumMinor
      ? [`You are paid at most ${money(maximumMinor)} in a period; ${above(payExcessLater)}.`]
      : []),
    negativeWords(terms),
    ...partWords(terms),
  ];
}

const above = (later: boolean) => (later ? 'what is above it is paid later' : 'what is above it is not paid');

function sumWords({ amountMinor, amount: own }: Sum, currency: Currency): string {
  return own ? `your own amount (${own.term})` : amount(amountMinor ?? 0n, currency);
}

const CLOCKS = {
  booking: 'as it is booked',
  invoice: 'as it is invoiced',
  cash: 'as it is paid for',
} as const;

function releaseWords({ release }: PaymentTerms): string[] {
  if (!release) return [];
  const parts = release.map(({ on, share }) => `${percent(share)} ${CLOCKS[on]}`).join(', ');
  return [`The booking of a deal fixes what it earns; you are paid for it ${parts}.`];
}

function holdbackWords({ holdback }: PaymentTerms): string[] {
  if (!holdback) return [];
  const { share, until, atExit } = holdback;
  const when = until === 'released' ? 'until it is released' : `for ${until.days} days after the period`;
  const back = 'if a deal is taken back, what is held of it is not paid, and only the rest is reclaimed';
  return [`${percent(share)} of what you earn by deals is held back ${when}; ${back}.`, ...leaving[atExit]];
}

const leaving = {
  keep: [],
  pay: ['When you leave, all that is held back is paid with your last pay.'],
  forfeit: ['When you leave, what is held back is not paid any more.'],
} as const;

function guaranteeWords({ guarantee }: PaymentTerms, currency: Currency): string[] {
  if (!guarantee) return [];
  const { during } = guarantee;
  const window =
    during && ('months' in during ? `your first ${during.months} months` : `${during.from} to ${during.to}`);
  const when = window ? ` in ${window}` : '';
  return [`You are guaranteed ${sumWords(guarantee, currency)} a period${when}, and owe nothing for it.`];
}

function drawWords(draw: Draw, currency: Currency): string[] {
  const sum = sumWords(draw, currency);
  if (draw.kind === 'topUp')
    return [`You are paid at least a draw of ${sum} a period, and owe nothing for it.`];
  const { recoverFrom, limitMinor, expiresAfterPeriods, atExit } = draw;
  const most = recoverFrom === 'excess' ? '' : `, at most ${percent(recoverFrom.share)} of the pay`;
  return [
    `You are advanced what is missing to a draw of ${sum} a period.`,
    `It is paid back from what is above the draw${most}, and never from the draw itself.`,
    ...(limitMinor ? [`Nothing is advanced beyond ${amount(limitMinor, currency)} that you owe.`] : []),
    ...(expiresAfterPeriods ? [`What you owe for ${expiresAfterPeriods} periods is forgiven.`] : []),
    atExit === 'forgive'
      ? 'When you leave, what you owe of it is forgiven.'
      : 'When you leave, nothing more is advanced, and your last pay goes first to what you owe of it.',
  ];
}

function negativeWords({ negativePay }: PaymentTerms): string {
  const most =
    negativePay === 'carry' ? '' : `, at most ${percent(negativePay.recoverWithin)} of it at a time`;
  return `If a period ends below zero, you are paid nothing, and the rest is taken from later pay${most}.`;
}

function partWords({ guarantee, draw, minimumMinor, partPeriods }: PaymentTerms): string[] {
  if (!guarantee && !draw && !minimumMinor) return [];
  const how = partPeriods === 'byDays' ? 'in part, by days' : 'in full';
  return [`For a part of a period, guarantee, draw and minimum are paid ${how}.`];
}
