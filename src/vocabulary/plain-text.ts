// NUL and its neighbours stand in no name and no sentence, and neither the database nor a paper takes them; tab and line
// ends are typed. Half a surrogate pair is what a cut-off text leaves.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g

/** True where a text holds signs that nobody can have typed. */
export const holdsControls = (text: string): boolean => text.search(controls) >= 0 || !text.isWellFormed()

/** A text from outside without what nobody can have typed. Forms and cells of files pass here, and nothing else needs to. */
export const plainText = (text: string): string =>
  holdsControls(text) ? text.replaceAll(controls, '').toWellFormed() : text
