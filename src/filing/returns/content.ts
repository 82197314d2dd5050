import type { CivilDate } from '../../calendar/index.ts'
import { plainUnitName } from '../../registry/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import {
  type Answers,
  annex1Form,
  answersOf,
  contentHash,
  type Defect,
  defectsOf,
  formsAsked,
  govAppForm,
  isGovApp,
} from '../forms/index.ts'
import { type FilingForm, formLabels, type ReturnKind } from '../model.ts'

/** What one printing froze, to the last sign: every paper of it can be printed again as it was signed. */
export type PrintedContent = {
  campaign: { id: string; title: string; basis: string; basisNumber: string; countedUntil: CivilDate }
  district: string
  unit: { id: string; name: string }
  kind: ReturnKind
  forms: readonly FilingForm[]
  formVersions: Readonly<Record<string, string>>
  reporter: { name: string; phone: string }
  entries: readonly PrintedEntry[]
  printedOn: CivilDate
}
/** `number`: the 备案号 under which an account stood when 无变化 was confirmed of it; older printings had none. */
export type PrintedEntry = { accountId: string; added: boolean; answers: Answers; number?: string }

/** One paper of a printing: a sheet that is signed and sealed. */
export type PaperName = {
  key: string
  form: 'annex1' | 'annex2' | 'govapp' | 'zero' | 'unchanged'
  title: string
  accountId?: string
}

/**
 * How papers are laid out now. 附件1 of 2026: its foot names account and platform, which the table does not. 附件2 of 2026:
 * what a unit explains stands below the notice's own table and notes.
 */
export const formVersions: Readonly<Record<string, string>> = {
  annex1: '2026',
  annex2: '2026',
  govapp: govAppForm.version,
  zero: '2019',
  unchanged: '2026',
}

/** 临湖水务 on 新浪微博: the same name stands on several platforms, as it should (123号), so the platform tells them apart. */
export function accountWords(answers: Answers): string {
  const { name = '（未填名称）', platform = '' } = answers
  return platform in platforms ? `${name}　${platforms[platform as Platform].label}` : name
}

/**
 * An account as 无变化确认书 names it: a name may stand on several platforms, and the number says what was accepted of it.
 * Older printings stay as they were signed.
 */
export const confirmedWords = ({ answers, number }: PrintedEntry): string =>
  number === undefined ? (answers['name'] ?? '') : `${accountWords(answers)}　备案号 ${number}`

/** What a unit explains of an account in 附件2: lines below the table, which the principal signs with it. */
export const explained = ({ answers }: PrintedEntry): string[] =>
  (
    [
      ['认证主体说明', answers['entityNote']],
      ['保留理由', answers['disposition'] === 'keep' ? answers['keepReason'] : undefined],
    ] as const
  ).flatMap(([title, words]) => (words?.trim() ? [`${accountWords(answers)}　${title}：${words.trim()}`] : []))

/** The papers of a printing in the order in which they are put together: 附件1 of each account, then the unit's 附件2. */
export function papersOf({ kind, forms, entries }: Pick<PrintedContent, 'kind' | 'forms' | 'entries'>): PaperName[] {
  if (kind === 'zero') return [{ key: 'zero', form: 'zero', title: '零报告' }]
  if (kind === 'unchanged') return [{ key: 'unchanged', form: 'unchanged', title: '无变化确认书' }]
  const annex1 = forms.includes('annex1')
    ? entries.map(({ accountId, answers }): PaperName => ({
        key: `annex1/${accountId}`,
        form: 'annex1',
        title: `附件1（${accountWords(answers)}）`,
        accountId,
      }))
    : []
  const annex2: PaperName[] = forms.includes('annex2')
    ? [{ key: 'annex2', form: 'annex2', title: formLabels.annex2 }]
    : []
  const apps = entries
    .filter(({ answers }) => isGovApp(answers['platform']))
    .map(({ accountId, answers }): PaperName => ({
      key: `govapp/${accountId}`,
      form: 'govapp',
      title: `${govAppForm.title}（${accountWords(answers)}）`,
      accountId,
    }))
  return [...annex1, ...annex2, ...apps]
}

/** The hash that stands on a paper: over what this paper says and nothing else. First 16 digits. */
export function paperHash(content: PrintedContent, paper: PaperName): string {
  const { campaign, unit, kind, reporter } = content
  const head = { campaign: campaign.id, unit, kind }
  const entry = content.entries.find(({ accountId }) => accountId === paper.accountId)
  const said =
    paper.form === 'annex1' || paper.form === 'govapp'
      ? {
          ...head,
          account: paper.accountId,
          answers:
            paper.form === 'annex1' ? answersOf(annex1Form, entry?.answers ?? {}) : appAnswers(entry?.answers ?? {}),
        }
      : { ...head, reporter, entries: content.entries.map(wordsOf) }
  return contentHash(said).slice(0, 16)
}

const wordsOf = ({ accountId, answers, number }: PrintedEntry) => ({ accountId, answers, ...(number && { number }) })

// Name and platform stand at the head of 应用程序备案表.
const appAnswers = (answers: Answers): Answers => ({
  ...answersOf(govAppForm, answers),
  name: answers['name'] ?? '',
  platform: answers['platform'] ?? '',
})

/** A paper with the hash that stands on it. */
export type HashedPaper = PaperName & { hash: string }

export const hashedPapers = (content: PrintedContent): HashedPaper[] =>
  papersOf(content).map((paper) => ({ ...paper, hash: paperHash(content, paper) }))

/** A defect of one account's forms. */
export type EntryDefect = Defect & { accountId: string; account: string }

/** Everything that stands in the way of printing, at once. */
export function entryDefects(
  entries: readonly PrintedEntry[],
  forms: readonly FilingForm[],
  about: { unitName: string; district: { name: string; shortName: string }; today: CivilDate },
): EntryDefect[] {
  return entries.flatMap(({ accountId, answers }) =>
    [
      ...formsAsked(forms, answers['platform']).flatMap((form) => defectsOf(form, answers, about.today)),
      ...entityDefect(answers, forms, about),
    ]
      .filter(({ field }, at, all) => all.findIndex((one) => one.field === field) === at)
      .map((defect) => ({ ...defect, accountId, account: accountWords(answers) })),
  )
}

// Rulebook (b) 附件2: 认证主体 ≠ 主办单位 → 必选整改措施“变更”或说明.
function entityDefect(
  answers: Answers,
  forms: readonly FilingForm[],
  { unitName, district }: { unitName: string; district: { name: string; shortName: string } },
): Defect[] {
  const entity = answers['certifiedEntity']?.trim()
  if (!forms.includes('annex2') || !entity) return []
  const same = plainUnitName(entity, district) === plainUnitName(unitName, district)
  if (same || answers['disposition'] === 'change' || answers['entityNote']?.trim()) return []
  return [
    {
      field: 'entityNote',
      label: '认证主体说明',
      wanted: '认证主体与主办单位不一致，整改措施应为“变更”，或在此说明原因',
    },
  ]
}
