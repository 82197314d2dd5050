import { createHash } from 'node:crypto'
import type { Deps } from '../access/index.ts'
import { dayOf } from '../calendar/index.ts'
import { packFiles, type PackedFile, writeCsv } from '../documents/index.ts'
import { canonicalJson } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { linesOf } from './lines.ts'
import { entryOrigins, entryStateLabels, eventKinds, yearActionLabels, yearStateLabels } from './model.ts'
import { printScore, type PrintedFile } from './print-score.ts'
import { listEntries, readYear, stepsOfYear } from './queries/years.ts'
import { scoreDocument, scoreYear, type YearScore } from './score-year.ts'

/**
 * 年度归档包, in the manner of DA/T 80: the papers, the scheme, every event with who confirmed it, what was entered and
 * decided, the steps, and a list of digests; readable without this program. The same year gives the same bytes. Refuses
 * `score.archive-not-final`.
 */
export async function archiveYear(
  deps: Deps,
  { districtId, year, demo }: { districtId: string; year: number; demo: boolean },
): Promise<PrintedFile> {
  const found = await readYear(deps.db, districtId, year)
  if (found?.state !== 'final')
    throw refuse('score.archive-not-final', { state: found ? yearStateLabels[found.state] : '未锁定方案' })
  const steps = await stepsOfYear(deps.db, districtId, year)
  // Nothing changes a year after its last step: as of that day, so that a later package is the same.
  const asOf = dayOf(steps.at(-1)!.at)
  const score = await scoreYear(deps, { districtId, year, asOf, telling: 'told' })
  const files: PackedFile[] = []
  for (const format of ['pdf', 'docx', 'xlsx'] as const) {
    const { name, bytes } = await printScore(deps, districtId, score, { format, demo })
    files.push({ path: name, bytes })
  }
  files.push({ path: '评分结果.json', bytes: Buffer.from(canonicalJson(scoreDocument(score))) })
  files.push({ path: '评分方案.json', bytes: Buffer.from(canonicalJson(score.scheme.scheme)) })
  files.push({ path: '计分事项.csv', bytes: eventSheet(score) })
  const said = steps.map((one) => [
    String(one.version),
    yearActionLabels[one.action],
    yearStateLabels[one.state],
    one.at,
    one.by,
    one.note ?? textOf(one.facts['paper']),
    textOf(one.facts['digest']),
  ])
  files.push({
    path: '办理步骤.csv',
    bytes: writeCsv([['序号', '办理', '状态', '时间', '办理人', '说明', '结果摘要'], ...said]),
  })
  files.push({ path: '登记更正申诉.csv', bytes: await entrySheet(deps, districtId, year) })
  files.push({ path: '清单.csv', bytes: listOf(files) })
  return { bytes: await packFiles(files), name: `${year}年度监管评分归档包.zip`, mediaType: 'application/zip' }
}

const textOf = (fact: unknown): string => (typeof fact === 'string' ? fact : '')

const eventSheet = (score: YearScore): Uint8Array =>
  writeCsv([
    ['单位', '编号', '来源', '日期', '事项', '数量', '项目', '计分规则', '计分', '确认人'],
    ...score.units.flatMap((unit) =>
      linesOf(unit, score.events).map(({ event, item, words, worth }) => [
        unit.name,
        event.id,
        eventKinds[event.kind],
        event.on,
        event.title ?? '',
        String(event.count),
        item,
        words,
        worth,
        event.confirmedBy ?? '',
      ]),
    ),
  ])

async function entrySheet({ db }: Deps, districtId: string, year: number): Promise<Uint8Array> {
  const entries = await listEntries(db, { districtId }, year)
  return writeCsv([
    [
      '编号',
      '来由',
      '事项',
      '单位',
      '日期',
      '撤销的事项',
      '项目',
      '分值',
      '理由',
      '提出人',
      '提出时间',
      '处理',
      '意见',
      '处理人',
    ],
    ...entries.map((one) => [
      one.id,
      entryOrigins[one.origin],
      one.kind,
      one.unitId,
      one.on,
      one.voids ?? '',
      one.item ?? '',
      one.points === null ? '' : String(one.points),
      one.note,
      one.enteredBy,
      one.enteredAt,
      entryStateLabels[one.state],
      one.decision ?? '',
      one.decidedBy ?? '',
    ]),
  ])
}

const listOf = (files: readonly PackedFile[]): Uint8Array => {
  const digest = (algorithm: 'sha256' | 'sm3', bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex')
  return writeCsv([
    ['文件', '字节', 'SHA-256', 'SM3'],
    ...files.map(({ path, bytes }) => [path, String(bytes.length), digest('sha256', bytes), digest('sm3', bytes)]),
  ])
}
