import type { Deps } from '../../access/index.ts'
import type { NotChecked, TextCheck, TextFinding, TextLink } from '../../textcheck/index.ts'
import { checkForDistrict } from '../lexicons/district-check.ts'
import { approvedSources } from '../lexicons/facts.ts'
import { ledgerNames } from '../lexicons/queries.ts'
import { saidSources } from '../lexicons/said-sources.ts'
import { isOwnName, namedSources } from '../lexicons/source-names.ts'
import { addressesOf, type LinkAnswer, linkWords } from './links/rules.ts'
import { picturesOf } from './rich-text/pictures.ts'
import { linksOf } from './rich-text/plain.ts'
import type { TextVersion } from './model.ts'

/** The words of a manuscript as they are checked, with the links behind them by their place, and how many pictures there are. */
export type CheckedWords = {
  title: string
  plain: string
  links: readonly TextLink[]
  pictures: number
  unitId: string
  source: string | null
  sourceLink: string | null
  /** What is known of whether its links open. */
  answers: readonly LinkAnswer[]
}
/** `links`: what is known of them in one line. */
export type WordsCheck = TextCheck & { links?: string | undefined }
export type CheckWords = (words: CheckedWords) => Promise<WordsCheck>

/** A version as it is checked. */
export const wordsOf = (
  text: Pick<TextVersion, 'title' | 'body' | 'plain' | 'source' | 'sourceLink'>,
  more: Pick<CheckedWords, 'unitId' | 'answers'>,
): CheckedWords => ({
  title: text.title,
  plain: text.plain,
  links: linksOf(text.body),
  pictures: picturesOf(text.body).length,
  source: text.source,
  sourceLink: text.sourceLink,
  ...more,
})

/**
 * Looks through the words of a district's manuscripts: after every pause of who types, and once more when they are submitted.
 * Places are places in the plain words; those in the title lie before it and are negative.
 */
export const checkWordsOf =
  (deps: Deps, districtId: string): CheckWords =>
  async ({ title, plain, links, pictures, unitId, source, sourceLink, answers }) => {
    const before = title.length + 1
    const { findings, notChecked } = await checkForDistrict(deps, districtId, {
      text: `${title}\n${plain}`,
      unitId,
      links: links.map(({ href, start, end }) => ({ href, start: start + before, end: end + before })),
    })
    const asked = await sourceAsked(deps, districtId, { field: source, link: sourceLink, plain })
    const opened = linkWords(addressesOf(plain, links), answers, deps.clock.now())
    return {
      findings: [
        ...(asked.finding ? [asked.finding] : []),
        ...opened.findings,
        ...findings.map((one) => ({
          ...one,
          start: one.start - before,
          end: one.end - before,
          paragraph: (one.paragraph ?? 1) - 1,
        })),
      ],
      notChecked: [
        ...notChecked,
        ...(asked.notChecked ? [asked.notChecked] : []),
        ...opened.notChecked,
        ...(pictures === 0
          ? []
          : [{ part: 'images' as const, why: `正文有${pictures}张图片，图片里的文字没有检查，请人工查看。` }]),
      ],
      links: opened.said,
    }
  }

/** The rule of the finding about a 稿源, which stands at no place of the text. */
export const SOURCE_RULE = 'repost-source'

/**
 * 转载: whether the district's list has the 稿源, as the field and the text itself name it; where there is no list, that is
 * said. What the district's own units write is no repost.
 */
async function sourceAsked(
  { db, clock }: Deps,
  districtId: string,
  { field, link, plain }: { field: string | null; link: string | null; plain: string },
): Promise<{ finding?: TextFinding; notChecked?: NotChecked }> {
  const named = new Set([...(field === null ? [] : namedSources(field)), ...saidSources(plain)])
  if (named.size === 0) return {}
  const own = await ledgerNames(db, districtId)
  const names = [...named].filter((name) => !isOwnName(name, own))
  if (names.length === 0) return {}
  const isApproved = await approvedSources(db, districtId, clock.today())
  if (isApproved({}) === undefined) return { notChecked: { part: 'lexicons', why: '本区没有稿源名单，稿源没有核对。' } }
  const outside = names.filter((name) => !isApproved({ name, link }))
  if (outside.length > 0)
    return {
      finding: {
        ...aboutSource,
        observed: outside.join('、'),
        severity: 'confirm',
        why: '稿源不在本区稿源名单中，确属可以转载的请写明理由。',
      },
    }
  if (field !== null) return {}
  return {
    finding: {
      ...aboutSource,
      observed: names.join('、'),
      severity: 'advise',
      why: '正文写明了来源，属于转载的请填写“稿源”。',
    },
  }
}

const aboutSource = {
  start: -1,
  end: -1,
  kind: 'lexicon',
  gate: 'policy',
  rule: SOURCE_RULE,
  source: '国办发〔2018〕123号：转载限于党委和政府网站以及有关主管部门确定的稿源单位',
  confidence: 1,
} as const
