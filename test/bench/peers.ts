/** Loads a peer by its name, with as much of its types as is used: the product is checked without them. */
export async function peer<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
