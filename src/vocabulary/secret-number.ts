// 临保移〔2026〕3号, 第3号, BM-2026-118: whatever else a number is called could tell of what leaked.
const NUMBER =
  /^(?:\p{Script=Han}{1,8}[〔[（(]\d{4}[〕\]）)]第?\d{1,6}号|第?\d{1,6}号|(?=\D*\d)[A-Za-z\d]{1,20}(?:[-/._][A-Za-z\d]{1,20})*)$/u

export const secretNumberMost = 40

/** Whether a text is a number under which who is competent knows of a leak, as offices write them: of a leak nothing else is kept. */
export const isSecretNumber = (text: string): boolean => text.length <= secretNumberMost && NUMBER.test(text)
