import { clauseOf } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** A record of who read what, every working day. */
export const dailyReading = defineReported({
  id: 'P-HN-04',
  label: '日常读网巡检',
  class: 'hint',
  level: 'province',
  method: 'human',
  optional: true,
  about: 'unit',
  clause: '湘政务函〔2023〕27号：严格执行日常读网、巡检制度',
  basis: [clauseOf('湘政务函〔2023〕27号', '日常读网、巡检制度执行', '二手')],
  says: '该单位没有日常读网、巡检记录',
  mend: '提供读网、巡检记录。',
})
