/** Words that the descriptions of several kinds of components share. */

const deals = {
  direct: 'every deal credited to you',
  rollUp: 'every deal credited to the people who report to you',
  both: 'every deal credited to you or to the people who report to you',
} as const;

export function creditedDeals({ credits }: { readonly credits: keyof typeof deals }): string {
  return deals[credits];
}

export function quotaName({ measure }: { readonly measure: string }): string {
  return `your ${measure.replaceAll('-', ' ')} quota`;
}
