import { settingsOn } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { settingRoutes, wholeNumber } from '../../web/index.ts'

const suggested = (words: string) => `本系统建议值〔建议，须经档案部门核定〕，${words}`

/** How long evidence is kept, by what it is for. What stands here is in force where the district has set nothing. */
const classes = {
  rested: {
    key: 'evidenceRestedYears',
    label: '认定问题、编制报告、办理事项所依据的证据',
    // 截图证据 ≥ 处理完结后 3 年 (rulebook (h)2): a district may keep it longer, never shorter.
    value: wholeNumber(3, 30, '年'),
    initial: 10,
    source: suggested('自处理完结之日起计；监测原始数据10年，证据不少于处理完结后3年'),
  },
  other: {
    key: 'evidenceOtherYears',
    label: '没有问题依据的页面内容和平台提示',
    value: wholeNumber(1, 30, '年'),
    initial: 2,
    source: suggested('自最后一次见到之日起计，覆盖年度考核及其复核'),
  },
  failed: {
    key: 'evidenceFailedYears',
    label: '没有问题依据的网站、入口访问失败记录',
    value: wholeNumber(1, 30, '年'),
    initial: 1,
    source: suggested('自最后一次见到之日起计'),
  },
  // Not evidence, and kept by the same paper: what was collected of posts.
  posts: {
    key: 'postsKeptYears',
    label: '采集、导入的发布数据（标题、链接、日期、阅读量等）',
    value: wholeNumber(3, 30, '年'),
    initial: 10,
    source: suggested('自收到之日起计；监测原始数据10年'),
  },
} as const

type Class = keyof typeof classes

export type EvidencePeriod = { years: number; source: string; since: CivilDate | null }

/** What is in force on a day for each class, and on which paper it rests. */
export async function evidencePeriods(
  db: Db | Tx,
  districtId: string,
  day: CivilDate,
): Promise<Record<Class, EvidencePeriod>> {
  const settings = await settingsOn(db, districtId, day)
  const period = ({ key, value, initial, source }: (typeof classes)[Class]): EvidencePeriod => {
    const set = settings[key]
    const read = value.safeParse(set?.value)
    return set && read.success
      ? { years: read.data, source: set.source, since: set.effectiveFrom }
      : { years: initial, source, since: null }
  }
  return {
    rested: period(classes.rested),
    other: period(classes.other),
    failed: period(classes.failed),
    posts: period(classes.posts),
  }
}

/** 证据和数据保存期限: how long each class is kept, where the number comes from, and the form that sets another. */
export const keptYearsRoutes = settingRoutes({
  path: '/sources/retention',
  current: '/sources',
  crumb: <a href="/sources">系统采集</a>,
  title: '证据和数据保存期限',
  note: '到期后删除原件，来源、时间和摘要值保留；发布数据到期删除，每个账号最近一条保留。尚有问题、报告或未办结事项依据的，不到期',
  noun: '期限',
  settings: Object.fromEntries(
    Object.values(classes).map(({ key, label, value }) => [
      key,
      { label, value, say: (years: unknown) => `${String(years)} 年` },
    ]),
  ),
  async inForce(db, districtId, today) {
    const periods = await evidencePeriods(db, districtId, today)
    return Object.entries(periods).map(([name, { years, source, since }]) => (
      <>
        <dt>{classes[name as Class].label}</dt>
        <dd>{`${years} 年。${source}${since ? `（${formatDayZh(since)}起）` : ''}`}</dd>
      </>
    ))
  },
  byDefault: '按本系统建议值执行。',
  hints: {
    value: '填年数；认定问题所依据的证据、发布数据不少于3年。',
    source: '写明文件名称和文号，如档案部门核定的保管期限表。',
  },
})
