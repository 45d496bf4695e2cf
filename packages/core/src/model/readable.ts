// Text that came from somewhere else and goes to a terminal: nothing in it may move a cursor, change a colour, ring a
// bell, pretend to be another line, or turn the direction of writing.

/** ECMA-48: control sequences, strings such as the title of a window, and escapes of two characters. */
const escapes =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g
/** What is left of C0 but the tab, DEL, C1, and the marks by which Unicode turns the direction of writing. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/g

/**
 * @param text as it came
 * @returns one line of it that can be shown anywhere; tabs stay
 */
export function readable(text: string): string {
  return text.toWellFormed().replaceAll(escapes, '').replaceAll(/\r?\n/g, ' ').replaceAll(controls, '')
}
