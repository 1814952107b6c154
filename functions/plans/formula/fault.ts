/** What is wrong with a formula, or with the numbers it was given: a code, a sentence, and where in the text. */
export type FormulaFault = {
  readonly code: `formula.${string}`;
  readonly message: string;
  /** Characters before the place that is meant. */
  readonly at: number;
};

/** Ends reading or working out at once. It never leaves this folder: `caught` makes a fault of it. */
class Stop extends Error {
  readonly fault: FormulaFault;
  constructor(fault: FormulaFault) {
    super(fault.message);
    this.fault = fault;
  }
}

export function stop(code: FormulaFault['code'], message: string, at: number): never {
  throw new Stop({ code, message, at });
}

export function caught<T>(work: () => T): T | { readonly fault: FormulaFault } {
  try {
    return work();
  } catch (error) {
    if (error instanceof Stop) return { fault: error.fault };
    throw error;
  }
}
