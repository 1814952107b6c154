/**
 * A spreadsheet runs text that starts with = + - @ and some others as a formula, whoever wrote it into a
 * name. Such text goes out behind an apostrophe, which spreadsheets take as "this is text"; text that looks
 * shielded already gets one more, so that taking one away gives back what it was:
 *
 *   =1+1  →  '=1+1        '=1+1  →  ''=1+1        O'Neil, 'tis and -12.50 stay: they start no formula
 *
 * Numbers stay numbers. Reading undoes this for whatever file, also one that a spreadsheet wrote so.
 */
const STARTS_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const SHIELDED = /^'+[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

export function shielded(text: string): string {
  return STARTS_FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

export function unshielded(text: string): string {
  return SHIELDED.test(text) ? text.slice(1) : text;
}
