import { formatDayZh, periodZh } from '../../calendar/index.ts'
import { settingRoutes } from '../../web/index.ts'
import { nextDue, notMade, type Scheduled, scheduled, scheduleDays, scheduleOn } from '../schedule.ts'

const kinds = Object.keys(scheduled) as Scheduled[]

/** 自动编制: after how many days drafts are made by themselves, what could not be made and why, and the form that changes it. */
export const scheduleRoutes = settingRoutes({
  path: '/bulletins/schedule',
  current: '/bulletins',
  crumb: <a href="/bulletins">月度监测简报</a>,
  title: '自动编制',
  note: '到期自动编制简报、报告的草稿；不会自动审定、发出或公开。停机错过的，开机后补编',
  noun: '安排',
  settings: Object.fromEntries(
    kinds.map((kind) => [
      scheduled[kind].key,
      {
        label: scheduled[kind].label,
        value: scheduleDays,
        say: (days: unknown) => (Number(days) > 0 ? `${scheduled[kind].after}第 ${String(days)} 天` : '不自动编制'),
      },
    ]),
  ),
  async inForce(db, districtId, today) {
    const now = await scheduleOn(db, districtId, today)
    const stuck = await notMade(db, districtId)
    return (
      <>
        {kinds.map((kind) => {
          const days = now[kind]?.days
          return (
            <>
              <dt>{scheduled[kind].label}</dt>
              <dd>
                {days === undefined
                  ? '不自动编制。'
                  : `${scheduled[kind].after}第 ${days} 天自动编制草稿，下一次 ${formatDayZh(nextDue(kind, days, today))}。`}
              </dd>
            </>
          )
        })}
        {stuck.map(({ kind, period, why }) => (
          <>
            <dt>{`${periodZh(period)}${scheduled[kind].label}未编成`}</dt>
            <dd>{`${why}系统每天再试一次。`}</dd>
          </>
        ))}
      </>
    )
  },
  byDefault: '不自动编制。',
  hints: { value: '填期末以后的天数，0 为不自动编制；简报常用 5，报告常用 10。', source: '写明依据，如本局工作安排。' },
})
