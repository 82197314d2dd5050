import type { PersonValues } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { FormBook, FormCell, FormPaper, FormRow } from '../../documents/index.ts'
import { qrPng, qrSvg } from '../../files/index.ts'
import {
  type Account,
  annex2Paper,
  bareFacts,
  type ContactDuty,
  operationModeLabels,
  type PrintedAccount,
  readsScopeLabels,
} from '../../registry/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import {
  type Answers,
  annex1Form,
  codeText,
  govAppPaper,
  ledgerFactsFrom,
  ticked,
  yesNo,
  yesNoNone,
} from '../forms/index.ts'
import {
  accountWords,
  confirmedWords,
  explained,
  formVersions,
  type PaperName,
  paperHash,
  type PrintedContent,
  papersOf,
} from './content.ts'

/** Where a printing stands: which return, its number. */
export type Printing = { returnId: string; number: number; content: PrintedContent; notice?: string }

/** The papers of a printing as forms, all or one of them, each with its code in the foot. */
export async function formsOf({ returnId, number, content, notice }: Printing, only?: string): Promise<FormBook> {
  const papers = papersOf(content).filter(({ key }) => only === undefined || key === only)
  const forms = await Promise.all(
    papers.map(async (paper) => ({
      ...formOf(paper, content),
      code: await codeOf(paper, { returnId, number, content }),
    })),
  )
  return {
    title: papers.length === 1 ? (papers[0]?.title ?? '') : `${content.unit.name}报送表`,
    office: content.unit.name,
    day: content.printedOn,
    forms,
    ...(notice && { notice }),
  }
}

const versionOf = ({ form }: PaperName, { content }: Printing) => content.formVersions[form] ?? formVersions[form] ?? ''

/** What the QR code in the foot of a paper says. */
export function paperCode(paper: PaperName, printing: Printing): string {
  const { returnId, number, content } = printing
  const hash = paperHash(content, paper)
  return codeText({ form: paper.form, version: versionOf(paper, printing), returnId, printNumber: number, hash })
}

async function codeOf(paper: PaperName, printing: Printing) {
  const { number, content } = printing
  const [version, hash, text] = [versionOf(paper, printing), paperHash(content, paper), paperCode(paper, printing)]
  // The table of 附件1 has no platform: two sheets of one name are told apart by their feet.
  const account = paper.form === 'annex1' && version !== '2019' ? `${accountWords(entryOf(content, paper))}　` : ''
  return {
    svg: await qrSvg(text),
    png: await qrPng(text),
    label: `${account}第${number}次打印　${formatDayZh(content.printedOn)}　校验码 ${hash.match(/.{4}/g)?.join(' ') ?? hash}`,
  }
}

function formOf(paper: PaperName, content: PrintedContent): FormPaper {
  if (paper.form === 'zero') return zeroPaper(content)
  if (paper.form === 'unchanged') return unchangedPaper(content)
  if (paper.form === 'annex2') return annex2Of(content)
  if (paper.form === 'govapp') return govAppPaper(entryOf(content, paper), content)
  return annex1Paper(entryOf(content, paper), content)
}

const entryOf = ({ entries }: PrintedContent, { accountId }: PaperName): Answers =>
  entries.find((entry) => entry.accountId === accountId)?.answers ?? {}

const label = (text: string): FormCell => ({ lines: [text] })
const value = (text: string, columns = 1): FormCell => ({ lines: [text], columns })
const groupFields = (number: number) => annex1Form.groups.find((group) => group.number === number)?.fields ?? []

/** 附件1 as the notice prints it: nine rows, signed in its own last cell. */
export function annex1Paper(answers: Answers, content: Pick<PrintedContent, 'district' | 'unit'>): FormPaper {
  const at = (key: string) => answers[key] ?? ''
  const scope = readsScopeLabels[at('readsScope') as keyof typeof readsScopeLabels]
  const questions = (number: number, choices: Readonly<Record<string, string>>): FormCell => ({
    lines: groupFields(number).map(({ key, printed }) => `${printed} ${ticked(choices, answers[key])}`),
    columns: 5,
    align: 'left',
  })
  const row = (...cells: FormCell[]): FormRow => ({ cells, height: 11 })
  return {
    label: '附件1',
    title: `${content.district}${annex1Form.title}`,
    columns: [19, 16, 13, 21, 13, 18],
    rows: [
      row(label('填报单位'), value(content.unit.name, 5)),
      row({ lines: ['政务新媒体', '名称'] }, value(at('name'), 2), label('开通时间'), value(at('openedOn'), 2)),
      row(
        label('粉丝量'),
        value(at('followers'), 2),
        label('阅读量'),
        value(`${at('reads')}${scope && at('reads') ? `（${scope}）` : ''}`, 2),
      ),
      row(
        label('运维模式'),
        value(ticked(operationModeLabels, answers['operationMode']), 2),
        label('经费保障'),
        value(`${at('budgetYuan')} 元/年`, 2),
      ),
      row(label('分管领导'), value(at('leaderName'), 2), label('联系方式'), value(at('leaderPhone'), 2)),
      row(
        label('网站管理员'),
        value(at('adminName')),
        label('联系方式'),
        value(at('adminPhone')),
        label('QQ号码'),
        value(at('adminQq')),
      ),
      { cells: [label('功能建设情况'), questions(13, yesNo)], height: 30 },
      { cells: [label('信息更新情况'), questions(14, yesNoNone)], height: 52 },
      { cells: [label('部门签字盖章'), value('', 5)], height: 46 },
    ],
  }
}

function annex2Of(content: PrintedContent): FormPaper {
  const { district, unit, reporter, entries, campaign, printedOn } = content
  const accounts = entries.map(({ accountId, answers }) =>
    printedAccount(accountId, answers, { unit, countedUntil: campaign.countedUntil, today: printedOn }),
  )
  const order = new Map([...new Set(accounts.map(({ account }) => account.platform))].map((one, at) => [one, at]))
  accounts.sort((a, b) => (order.get(a.account.platform) ?? 0) - (order.get(b.account.platform) ?? 0))
  const paper = annex2Paper(accounts, {
    districtName: district,
    unitName: unit.name,
    reporter,
    countedUntil: campaign.countedUntil,
  })
  // The table and its notes are the notice's; what the unit explains stands below them, and the principal signs below that.
  // Printings of the first layout stay as they were signed.
  const lines = content.formVersions['annex2'] === '2019' ? [] : entries.flatMap(explained)
  return {
    ...paper,
    below: [
      ...(paper.below ?? []),
      ...(lines.length > 0 ? ['', '说明：', ...lines] : []),
      '',
      '单位主要领导（签字）：　　　　　　　　　　　　　　　　　　　　年　　月　　日',
    ],
  }
}

function printedAccount(
  id: string,
  answers: Answers,
  { unit, countedUntil, today }: { unit: PrintedContent['unit']; countedUntil: CivilDate; today: CivilDate },
): PrintedAccount {
  const { facts, people = {} } = ledgerFactsFrom(answers, { today, countedUntil })
  const account: Account = {
    ...bareFacts(facts.name, facts.platform),
    ...facts,
    id,
    unitId: unit.id,
    runningState: 'running',
    ceasedOn: null,
    filingState: 'unknown',
    sheetOrder: null,
    version: 1,
  }
  const about = { code: '', name: unit.name, shortName: null, kind: 'department' as UnitKind, publicFacing: true }
  return { account, unit: about, people: people as Partial<Record<ContactDuty, PersonValues>> }
}

const signedBelow = (day: string): FormRow[] => [
  { cells: [label('单位主要领导\n（签字）'), value('', 3)], height: 30 },
  { cells: [label('单位公章'), value('', 3)], height: 55 },
  { cells: [label('填报日期'), value(day, 3)], height: 12 },
]

const declaration = (
  { campaign, unit, reporter, printedOn }: PrintedContent,
  title: string,
  words: readonly string[],
): FormPaper => ({
  title,
  columns: [20, 32, 16, 32],
  rows: [
    { cells: [label('填报单位'), value(unit.name, 3)], height: 13 },
    { cells: [label('专项排查'), value(`${campaign.title}（${campaign.basisNumber}）`, 3)], height: 13 },
    { cells: [label('填报人'), value(reporter.name), label('联系电话'), value(reporter.phone)], height: 13 },
    { cells: [{ lines: [...words], columns: 4, align: 'left' }], height: 60 },
    ...signedBelow(formatDayZh(printedOn)).map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({ ...cell, lines: cell.lines.flatMap((line) => line.split('\n')) })),
    })),
  ],
})

/** 零报告: the office's own sentence, signed and sealed as any other return. */
export const zeroPaper = (content: PrintedContent): FormPaper =>
  declaration(content, '政务新媒体零报告', [sentences.nothingToReport])

/** 无变化确认书: what the ledger holds is still true; the accounts are named, so that it is clear what was confirmed. */
export const unchangedPaper = (content: PrintedContent): FormPaper =>
  declaration(content, '政务新媒体备案信息无变化确认书', [
    `经核对，本单位已备案的下列${content.entries.length}个政务新媒体账号，所报信息自上次受理以来没有变化，不再重复填报：`,
    ...content.entries.map((entry, at) => `${at + 1}. ${confirmedWords(entry)}`),
  ])
