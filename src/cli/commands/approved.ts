import { permit } from '../../access/index.ts'
import { addMonths, firstDayOf, lastDayOf, monthOf } from '../../calendar/index.ts'
import { approvedStandingLabels, matchedPosts, unpublishedLabels, unpublishedTexts } from '../../publishing/index.ts'
import { defineCommand } from '../command.ts'
import { monthOption } from '../days.ts'

/** Lists posts of a month beside what their units approved, and what was approved and stands nowhere; no text leaves here. */
export const approvedList = defineCommand({
  operands: '',
  summary: '列出已发布的帖文与审定稿的比对情况',
  options: { month: { type: 'string' }, all: { type: 'boolean' } },
  optionHelp: { month: '发布的月份，如 2026-09，默认上月', all: '连同审发一致的' },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'approved.read', { districtId })
    const today = deps.clock.today()
    const of = values['month'] === undefined ? addMonths(monthOf(today), -1) : monthOption(values['month'])
    const range = { from: firstDayOf(of), to: lastDayOf(of) }
    const posts = await matchedPosts(deps.db, { districtId }, range)
    const shown = posts.filter(({ standing }) => values['all'] === true || standing !== 'same')
    const unpublished = await unpublishedTexts(deps.db, { districtId }, range, deps.clock.now())
    if (json) {
      const told = shown.map(
        ({ id, accountId, accountName, platform, unitName, title, url, on, moment, ...match }) => ({
          post: id,
          account: { id: accountId, name: accountName, platform },
          unit: unitName,
          title,
          url,
          publishedOn: on,
          publishedAt: moment,
          standing: match.standing,
          why: match.why,
          manuscript: match.manuscriptId,
        }),
      )
      const left = unpublished.map(({ manuscriptId, number, title, accountId, unitName, approvedAt, standing }) => ({
        manuscript: manuscriptId,
        number,
        title,
        account: accountId,
        unit: unitName,
        approvedAt,
        standing,
      }))
      return out.result(
        JSON.stringify({ district: districtId, month: of, compared: posts.length, posts: told, unpublished: left }),
      )
    }
    out.result(
      [
        `${of} 比对帖文 ${posts.length} 篇，列出 ${shown.length} 篇；没有启用先审后发的单位不作比对。`,
        ...shown.map(
          ({ on, unitName, accountName, title, standing }) =>
            `${on ?? '发布日期不明'}　${unitName}　${accountName}　${title}　${approvedStandingLabels[standing]}`,
        ),
        ...unpublished.map(
          ({ number, unitName, accountName, title, standing }) =>
            `稿件第${number}号　${unitName}　${accountName}　${title}　${unpublishedLabels[standing]}`,
        ),
      ].join('\n'),
    )
  },
})
