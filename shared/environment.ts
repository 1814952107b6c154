/** The settings that the template gives a function. A missing one is a fault of deployment. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the template gives this function no ${name}`);
  return value;
}
