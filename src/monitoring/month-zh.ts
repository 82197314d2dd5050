import type { Month } from '../calendar/index.ts'

/** 2026年9月 */
export const monthZh = (month: Month) => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`
