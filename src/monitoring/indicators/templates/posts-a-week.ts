import { addDays, type CivilDate } from '../../../calendar/index.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { type AccountFacts, defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf } from '../papers.ts'
import { servesOnly } from '../purpose.ts'

const WEEKS = 4

/** 每周更新次数: of the four full weeks before the checkpoint, those with fewer updates than the district asks for (2 or 3 elsewhere). */
export const postsAWeek = defineIndicator({
  id: 'L-01',
  label: '更新频次不足',
  class: 'deduction',
  level: 'district',
  method: 'system',
  about: 'account',
  restsOnCollection: true,
  optional: true,
  needs: ['posts'],
  number: 'minPostsPerWeek',
  clause: '本区规定：每周更新不少于规定次数',
  basis: [
    clauseOf('外地规定（章贡2022）', '每周更新2次以上', '二手'),
    clauseOf('外地规定（夏邑2022，L-02）', '每周更新3次以上', '二手'),
  ],
  judge(facts, { numbers }) {
    const least = numbers?.minPostsPerWeek?.value
    if (least === undefined) return notApplicable('本区没有规定每周更新次数')
    if (hasCeased(facts.account)) return notApplicable('账号已注销')
    if (servesOnly(facts)) return notApplicable('办事类账号，不以发布更新判定')
    const weeks = weeklyCounts(facts)
    if (weeks.every((posts) => posts >= least)) return pass({ weeks, minPostsPerWeek: least })
    if (facts.brought.posts?.covered !== true) return unknown({ weeks, collected: false }, sentences.notCollected)
    const short = weeks.filter((posts) => posts < least).length
    return fail({ weeks, shortWeeks: short, minPostsPerWeek: least }, { wouldChange: `每周更新不少于${least}次。` })
  },
  sentence: ({ shortWeeks, minPostsPerWeek }) =>
    `监测时间点前四周中有${String(shortWeeks)}周更新不足${String(minPostsPerWeek)}次。`,
})

/** Updates of each of the four weeks that end with the checkpoint, the oldest first. */
function weeklyCounts({ brought: { posts }, checkpoint }: AccountFacts): number[] {
  const days: readonly CivilDate[] = posts?.days ?? []
  return Array.from({ length: WEEKS }, (_, back) => {
    const to = addDays(checkpoint, -7 * (WEEKS - 1 - back))
    const from = addDays(to, -6)
    return days.filter((day) => day >= from && day <= to).length
  })
}
