import { createHash } from 'node:crypto'
import { type Deps, findDistrict, namesOfUsers, rolesOfUsers } from '../access/index.ts'
import { type CivilDate, dayOf } from '../calendar/index.ts'
import { packFiles, type PackedFile, renderDocx, writeCsv } from '../documents/index.ts'
import { canonicalJson } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { coverLetter } from './cover-letter.ts'
import { linesOf } from './lines.ts'
import { entryOrigins, entryStateLabels, eventKinds, yearActionLabels, yearStateLabels } from './model.ts'
import { printScore, type PrintedFile } from './print-score.ts'
import { listEntries, readYear, stepsOfYear } from './queries/years.ts'
import { scoreDocument, scoreYear, type YearScore } from './score-year.ts'

/**
 * 年度归档包, in the manner of DA/T 80: the papers, the scheme, every event with who confirmed it, what was entered and
 * decided, the steps, a catalogue with how long each is kept, and a list of digests; readable without this program. The same year gives the same bytes. Refuses
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
  const entries = await listEntries(deps.db, { districtId }, year)
  const files: PackedFile[] = []
  for (const format of ['pdf', 'docx', 'xlsx'] as const) {
    const { name, bytes } = await printScore(deps, districtId, score, { format, demo })
    files.push({ path: name, bytes })
  }
  files.push({ path: '评分结果.json', bytes: Buffer.from(canonicalJson(scoreDocument(score))) })
  files.push({ path: '评分方案.json', bytes: Buffer.from(canonicalJson(score.scheme.scheme)) })
  const people = await peopleOf(deps, districtId, [
    ...steps.map(({ by }) => by),
    ...[...score.events.values()].flatMap(({ confirmedBy }) => confirmedBy ?? []),
    ...entries.flatMap(({ enteredBy, decidedBy }) => [enteredBy, decidedBy ?? []].flat()),
  ])
  const said = steps.map((one) => [
    String(one.version),
    yearActionLabels[one.action],
    yearStateLabels[one.state],
    one.at,
    people(one.by),
    one.note ?? textOf(one.facts['paper']),
    textOf(one.facts['digest']),
  ])
  files.push({ path: '计分事项.csv', bytes: eventSheet(score, people) })
  files.push({
    path: '办理步骤.csv',
    bytes: writeCsv([['序号', '办理', '状态', '时间', '办理人', '说明', '结果摘要'], ...said]),
  })
  const names = new Map(score.units.map(({ unitId, name }) => [unitId, name]))
  files.push({ path: '登记更正申诉.csv', bytes: entrySheet(entries, names, people) })
  const { officeName: office } = await findDistrict(deps.db, districtId)
  files.push({ path: '说明函.docx', bytes: await renderDocx(coverLetter({ office, year, day: asOf, demo, score })) })
  files.push({ path: '归档目录.csv', bytes: catalogueOf(files, { office, year, day: asOf }) })
  files.push({ path: '清单.csv', bytes: listOf(files) })
  return { bytes: await packFiles(files), name: `${year}年度监管评分归档包.zip`, mediaType: 'application/zip' }
}

const textOf = (fact: unknown): string => (typeof fact === 'string' ? fact : '')

type Named = (userId: string) => string

const eventSheet = (score: YearScore, people: Named): Uint8Array =>
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
        event.confirmedBy ? people(event.confirmedBy) : '',
      ]),
    ),
  ])

function entrySheet(
  entries: Awaited<ReturnType<typeof listEntries>>,
  names: ReadonlyMap<string, string>,
  people: Named,
): Uint8Array {
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
      names.get(one.unitId) ?? one.unitId,
      one.on,
      one.voids ?? '',
      one.item ?? '',
      one.points === null ? '' : String(one.points),
      one.note,
      people(one.enteredBy),
      one.enteredAt,
      entryStateLabels[one.state],
      one.decision ?? '',
      one.decidedBy ? people(one.decidedBy) : '',
    ]),
  ])
}

/** 许静言（监管员）: who did it, by name and the role that he has; the server's operator and the system as they are called. */
async function peopleOf(deps: Deps, districtId: string, ids: readonly string[]): Promise<Named> {
  const [names, roles] = [await namesOfUsers(deps, districtId, ids), await rolesOfUsers(deps.db, ids)]
  return (id) => {
    const name = names.get(id)
    const role = roles.get(id)
    return name === undefined ? id : `${name}${role ? `（${role}）` : ''}`
  }
}

/** What each file is, and how long it is kept: what the result says for ever, what it was counted from for thirty years. */
const holdings: Readonly<Record<string, { title: string; kept: '永久' | '30年' }>> = {
  '评分结果.json': { title: '评分结果（供程序读取）', kept: '永久' },
  '评分方案.json': { title: '锁定的评分方案', kept: '永久' },
  '计分事项.csv': { title: '逐项计分的事项和确认人', kept: '30年' },
  '办理步骤.csv': { title: '锁定、封存至确定的办理步骤', kept: '永久' },
  '说明函.docx': { title: '报送评分结果的说明函', kept: '永久' },
  '登记更正申诉.csv': { title: '人工登记、评审更正和申诉', kept: '30年' },
}
const KEPT = '保管期限（建议，由档案部门核定）'

/** 归档目录: title, who is answerable, year, day, format and how long it is kept, a line a file. */
function catalogueOf(
  files: readonly PackedFile[],
  { office, year, day }: { office: string; year: number; day: CivilDate },
): Uint8Array {
  return writeCsv([
    ['序号', '题名', '文件', '责任者', '年度', '形成日期', '格式', KEPT],
    ...files.map(({ path }, at) => {
      const { title, kept } = holdings[path] ?? { title: path.replace(/\.[a-z]+$/u, ''), kept: '永久' }
      const format = path.split('.').at(-1)!.toUpperCase()
      return [String(at + 1), title, path, office, String(year), day, format, kept]
    }),
  ])
}

const listOf = (files: readonly PackedFile[]): Uint8Array => {
  const digest = (algorithm: 'sha256' | 'sm3', bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex')
  return writeCsv([
    ['文件', '字节', 'SHA-256', 'SM3'],
    ...files.map(({ path, bytes }) => [path, String(bytes.length), digest('sha256', bytes), digest('sm3', bytes)]),
  ])
}
