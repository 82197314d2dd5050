import { formatMinute, type Month, monthZh } from '../../calendar/index.ts'
import type { BookRow } from '../../documents/index.ts'
import {
  checkedMonths,
  classLabels,
  findingSentence,
  findingStateLabels,
  indicatorOf,
  listFindings,
  monthAccounts,
  type ReviewedVerdict,
} from '../../monitoring/index.ts'
import { readAccounts } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { type RehearsalLevelName, rehearsalLevelNames, rehearsalLevels } from '../rehearsal/levels.ts'
import { rehearseCheck } from '../rehearsal/rehearse-check.ts'
import { type FolderContext, type Piece, sheetPiece, whole, wordsIn } from './piece.ts'

const verdictWords: Readonly<Record<ReviewedVerdict, string>> = {
  qualified: '合格',
  unqualified: '不合格',
  pending: '待复核',
  unknown: '未采集，不作判定',
}

/** 监测结果: each checked month as people have reviewed it, and its findings with where their evidence is. */
export async function* monthPieces(context: FolderContext): AsyncGenerator<Piece> {
  const checked = new Set(await checkedMonths(context.deps.db, context.districtId))
  for (const month of context.months) {
    const folder = `3 监测结果/${month}`
    if (!checked.has(month)) {
      yield { path: folder, what: `${monthZh(month)}监测`, leftOut: '当月没有开展监测' }
      continue
    }
    yield sheetPiece(
      `${folder}/判定结果.xlsx`,
      `${monthZh(month)}判定结果`,
      [
        ['单位', 28],
        ['账号', 28],
        ['平台', 14],
        ['结论（经人工复核）', 22],
        ['未更新天数', 12],
      ],
      verdictRows(context, month),
    )
    yield sheetPiece(
      `${folder}/问题和证据.xlsx`,
      `${monthZh(month)}问题和证据`,
      [
        ['单位', 26],
        ['账号', 26],
        ['指标', 20],
        ['类别', 10],
        ['复核情况', 16],
        ['说明', 50],
        ['依据', 40],
        ['复核时间', 17],
        ['账号主页', 30],
        ['系统内证据', 30],
      ],
      findingRows(context, month),
    )
  }
}

async function* verdictRows({ deps, districtId }: FolderContext, month: Month): AsyncGenerator<BookRow> {
  for (const one of await monthAccounts(deps.db, districtId, month))
    yield [
      one.unitName,
      one.accountName,
      platforms[one.platform].label,
      verdictWords[one.verdict],
      // A number of days that a person dismissed accuses nobody.
      one.silenceDismissed || one.silentDays === null ? '' : one.silentDays,
    ]
}

const PAGE = 500

async function* findingRows(context: FolderContext, month: Month): AsyncGenerator<BookRow> {
  const { deps, districtId } = context
  const pages = new Map((await readAccounts(deps.db, districtId)).map(({ id, profileUrl }) => [id, profileUrl]))
  for (let page = 1, left = true; left; page++) {
    const { findings, total } = await listFindings(deps.db, districtId, { month }, page, PAGE)
    left = page * PAGE < total
    for (const one of findings) {
      const { label, clause } = indicatorOf(one.indicator)
      yield [
        one.unitName,
        `${one.accountName}（${platforms[one.platform].label}）`,
        label,
        classLabels[one.class],
        findingStateLabels[one.state],
        // Only what people confirmed is said.
        one.state === 'confirmed' ? findingSentence(one) : wordsIn(context, one.reason),
        clause,
        one.decidedAt ? formatMinute(one.decidedAt) : '',
        pages.get(one.accountId) ?? '',
        `/review/${one.id}`,
      ]
    }
  }
}

/** 预演结果: what a superior's check would find of each month, as a sheet and as the document of `rehearse --json`. */
export async function* rehearsalPieces(context: FolderContext): AsyncGenerator<Piece> {
  for (const month of context.months)
    for (const level of rehearsalLevelNames) yield* rehearsedMonth(context, month, level)
}

async function* rehearsedMonth(
  { deps, actor, districtId }: FolderContext,
  month: Month,
  level: RehearsalLevelName,
): AsyncGenerator<Piece> {
  const { label } = rehearsalLevels[level]
  const document = await rehearseCheck(deps, actor, { districtId, month, level })
  const path = `9 预演结果/${month}-${label}`
  const labels = new Map(document.indicators.map((one) => [one.id, one]))
  const rows = document.accounts.flatMap(({ unit, name, platform, results }) =>
    results.flatMap((result): BookRow[] => {
      if (result.value !== 'fail' && result.value !== 'unknown') return []
      const indicator = labels.get(result.indicator)!
      return [
        [
          unit,
          `${name}（${platforms[platform].label}）`,
          indicator.label,
          result.value === 'fail' ? '会被查出' : '未采集，暂不能判断',
          result.sentence ?? '',
          result.wouldChange ?? '',
          indicator.force === 'draft' ? '待确认口径，仅供预演' : '',
        ],
      ]
    }),
  )
  yield sheetPiece(
    `${path}.xlsx`,
    `${monthZh(month)}${label}预演`,
    [
      ['单位', 28],
      ['账号', 28],
      ['指标', 22],
      ['情况', 14],
      ['说明', 50],
      ['怎样会改变', 50],
      ['口径', 22],
    ],
    rows.length > 0 ? rows : [['', '', '', '没有查出问题', '由人工检查的指标，没有登记问题的账号不作判定。', '', '']],
  )
  yield whole(`${path}.json`, `${monthZh(month)}${label}预演（数据）`, `${JSON.stringify(document)}\n`)
}
