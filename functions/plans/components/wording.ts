/** Words that the descriptions of several kinds of components share. */

type Counting = { readonly credits: 'direct' | 'rollUp' | 'both'; readonly measure: string };

const deals = {
  direct: 'every deal credited to you',
  rollUp: 'every deal credited to the people who report to you',
  both: 'every deal credited to you or to the people who report to you',
} as const;

export function creditedDeals({ credits }: Counting): string {
  return deals[credits];
}

export function quotaName({ measure }: Counting): string {
  return `your ${measure.replaceAll('-', ' ')} quota`;
}
