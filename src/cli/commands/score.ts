import { permit } from '../../access/index.ts'
import { placesOf, readScoreYear, scoreDocument, scoreYear } from '../../scoring/index.ts'
import { defineCommand } from '../command.ts'
import { dayOption } from '../days.ts'

/** Scores a year as it stood on a day; the same day prints the same bytes. */
export const score = defineCommand({
  operands: '',
  summary: '计算年度监管评分（供绩效考核参考）',
  options: { year: { type: 'string' }, 'as-of': { type: 'string' }, places: { type: 'boolean' } },
  optionHelp: {
    year: '年度，如 2026',
    'as-of': '按这一天当时有效的方案和已知的事项计算，默认今天',
    places: '另列名次（默认不列）',
  },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'score.read', { districtId })
    const year = readScoreYear(values['year'])
    const asOf = dayOption(values['as-of'], '--as-of')
    const result = await scoreYear(deps, { districtId, year, asOf })
    const places = values['places'] === true ? placesOf(result.units, result.scheme.scheme.ties) : undefined
    const document = scoreDocument(result)
    if (json) {
      const units = document.units.map((one) => ({ ...one, ...(places && { place: places.get(one.unit) ?? null }) }))
      return out.result(JSON.stringify({ ...document, units }))
    }
    const lines = document.units.map(({ name, points, grade, why, unit }) =>
      [
        name,
        points === null ? (why ?? '不评分') : `${points}分`,
        grade ?? '',
        ...(places ? [`第${places.get(unit) ?? '—'}名`] : []),
      ].join('　'),
    )
    return out.result(
      [
        `${year}年度监管评分（供绩效考核参考），截至${document.asOf}，按《${document.scheme.name}》第${document.scheme.serial}版`,
        ...lines,
      ].join('\n'),
    )
  },
})
