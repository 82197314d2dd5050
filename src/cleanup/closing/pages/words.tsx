import { type CivilDate, type Deadline, formatDayZh } from '../../../calendar/index.ts'
import { type Mark, Status } from '../../../web/index.ts'
import { type Closing, type ClosingFile, type ClosingState, closingStateLabels } from '../model.ts'
import { approvedOn, leadingCase, published } from '../rules.ts'

const marks: Readonly<Record<ClosingState, Mark>> = {
  requested: 'warn',
  announced: 'warn',
  'content-archived': 'warn',
  verified: 'pend',
  rechecked: 'pass',
  archived: 'unkn',
  reappeared: 'fail',
  withdrawn: 'unkn',
}

export const ClosingMark = ({ state, box }: { state: ClosingState; box?: boolean }) => (
  <Status mark={marks[state]} word={closingStateLabels[state]} {...(box && { box })} />
)

/** 2026年7月10日（暂定）: a year whose holidays are not announced may still move it. */
export const deadlineZh = ({ day, provisional }: Deadline) => `${formatDayZh(day)}${provisional ? '（暂定）' : ''}`

export const decisionWords = { meeting: '集体讨论', principal: '主要负责人同意' } as const

/** What comes next and until when, in one line; for lists and the account's page. */
export function nextWords(file: ClosingFile, notice: Deadline | undefined, today: CivilDate): string {
  const { closing, archives, deregistration } = file
  const later = laterWords(closing)
  if (later !== undefined) return later
  if (!leadingCase(file)) return '待申请关停、注销备案'
  if (approvedOn(file) === null) return '备案办理中'
  if (!published(file.announcements, 'pause')) return '待发布停更公告'
  if (notice && today <= notice.day && !deregistration?.executedOn) return `公告期至${deadlineZh(notice)}`
  if (archives.length === 0) return '待归档内容'
  if (!deregistration) return '待申请注销备案'
  if (deregistration.executedOn === null) return '公告期已满，待平台注销'
  return deregistration.nationalOn === null ? '待全国系统关停' : '待核验注销'
}

const dayWords = (day: CivilDate | null, words: (day: string) => string) => (day ? words(formatDayZh(day)) : '')

/** What is said once an account was taken for gone, or the closing ended; undefined: it is still on its way. */
function laterWords({ state, recheckOn, recheckedOn, archivedOn, reappearedOn }: Closing): string | undefined {
  const said: Partial<Record<ClosingState, string>> = {
    verified: dayWords(recheckOn, (day) => `复查自${day}起`),
    rechecked: dayWords(recheckedOn, (day) => `${day}复查，待整卷归档`),
    archived: dayWords(archivedOn, (day) => `${day}归档`),
    reappeared: dayWords(reappearedOn, (day) => `${day}再现，待重新核验`),
    withdrawn: '',
  }
  return said[state]
}
