import { type CivilDate, type Deadline, formatDayZh } from '../../../calendar/index.ts'
import type { ClosingFile } from '../model.ts'
import { type Step, type StepName, stepsOf } from '../rules.ts'
import { deadlineZh } from './words.tsx'

type Shown = { name: string; state: string; done: boolean }

/** The ten steps of C3 as seven that fit on a screen; each says its day, or what it waits for. */
export function ClosingSteps({
  file,
  notice,
  today,
}: {
  file: ClosingFile
  notice: Deadline | undefined
  today: CivilDate
}) {
  const steps = shownSteps(stepsOf(file, notice, today), notice)
  const now = steps.findIndex(({ done }) => !done)
  return (
    <ol class="steps" aria-label="办理进度">
      {steps.map(({ name, state, done }, at) => (
        <li class={done ? 'done' : at === now ? 'now' : undefined} aria-current={at === now ? 'step' : undefined}>
          <b>{name}</b>
          <small>{state}</small>
        </li>
      ))}
    </ol>
  )
}

function shownSteps(steps: readonly Step[], notice: Deadline | undefined): Shown[] {
  const of = (name: StepName) => steps.find((step) => step.name === name)!
  const on = (day: CivilDate | null, otherwise: string) => (day ? formatDayZh(day) : otherwise)
  const [approved, period, archived] = [of('filing-approved'), of('notice'), of('content-archived')]
  const [gone, national, verified, rechecked, filed] = [
    of('deregistered'),
    of('national'),
    of('verified'),
    of('rechecked'),
    of('archived'),
  ]
  return [
    {
      name: '决定、备案',
      state: on(approved.on, of('decided').done ? '已决定，待批准' : '待决定'),
      done: approved.done,
    },
    { name: '停更公告', state: on(period.on, '未发布'), done: period.on !== null },
    { name: '公告期', state: notice ? `至${deadlineZh(notice)}` : '未开始', done: period.done },
    { name: '内容归档', state: on(archived.on, '未归档'), done: archived.done },
    {
      name: '平台注销',
      state: gone.on && !national.done ? '待全国系统关停' : on(gone.on, '未注销'),
      done: gone.done && national.done,
    },
    { name: '核验注销', state: on(verified.on, '未核验'), done: verified.done },
    {
      name: '复查、归档',
      state: filed.on
        ? formatDayZh(filed.on)
        : rechecked.on
          ? '已复查，待归档'
          : rechecked.due
            ? `${deadlineZh(rechecked.due)}复查`
            : '未复查',
      done: filed.done,
    },
  ]
}
