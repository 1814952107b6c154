/** A page of what is read all at once, by names that no two have: for lists that are no query of the table. */

type Page = { readonly limit: number; readonly after: string | undefined };

export function pageOf<T>(all: readonly T[], { limit, after }: Page, nameOf: (one: T) => string) {
  const named = all.map((one) => ({ one, name: nameOf(one) }));
  const rest = named.filter(({ name }) => after === undefined || name > after);
  const shown = rest.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, limit);
  const next = rest.length > limit ? shown.at(-1)?.name : undefined;
  return { items: shown.map(({ one }) => one), next };
}
