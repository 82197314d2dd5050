/**
 * Formats that every spreadsheet program knows by number, as a Chinese Excel or WPS shows them (ECMA-376 part 1,
 * 18.8.30, zh-cn). A file carries only the number: an account opened 2019年6月 is stored as 43617 with format 57.
 */
const BUILT_IN: Readonly<Record<number, string>> = {
  9: '0%',
  10: '0.00%',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  36: 'yyyy"年"m"月"',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
}

/** The format code of a number, given the codes the file itself defines. */
export function formatCode(id: number, own: ReadonlyMap<number, string>): string | undefined {
  return own.get(id) ?? BUILT_IN[id]
}

/** Is the number a day or a time? Quoted words, escapes and [colour] or [h] parts say nothing about it. */
export function showsDate(code: string): boolean {
  const bare = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, '')
  return !/general/i.test(bare) && /[ymdhs]/i.test(bare.split(';')[0] ?? '')
}

/** Does the format add words a reader would take for part of the value, as in 0.0"万" or 0%? */
export function addsWords(code: string): boolean {
  return /["%]|[\u4e00-\u9fff]/.test(code)
}

/** Only these formats change what a person reads; of all others the plain number is the better text. */
export function mattersForReading(code: string | undefined): code is string {
  return code !== undefined && (showsDate(code) || addsWords(code))
}
