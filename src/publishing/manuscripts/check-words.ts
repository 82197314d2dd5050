import type { Deps } from '../../access/index.ts'
import type { NotChecked, TextCheck, TextFinding } from '../../textcheck/index.ts'
import { checkForDistrict } from '../lexicons/district-check.ts'
import { approvedSources } from '../lexicons/facts.ts'
import { picturesOf } from './rich-text/pictures.ts'
import { linksOf } from './rich-text/plain.ts'

/** The words of a manuscript as they are checked; `body` tells of links and pictures. */
export type CheckedWords = {
  title: string
  body: string
  plain: string
  unitId: string
  source: string | null
  sourceLink: string | null
}
export type CheckWords = (words: CheckedWords) => Promise<TextCheck>

/**
 * Looks through the words of a district's manuscripts: after every pause of who types, and once more when they are submitted.
 * Places are places in the plain words; those in the title lie before it and are negative.
 */
export const checkWordsOf =
  (deps: Deps, districtId: string): CheckWords =>
  async ({ title, body, plain, unitId, source, sourceLink }) => {
    const before = title.length + 1
    const { findings, notChecked } = await checkForDistrict(deps, districtId, {
      text: `${title}\n${plain}`,
      unitId,
      links: linksOf(body).map(({ href, start, end }) => ({ href, start: start + before, end: end + before })),
    })
    const asked = source === null ? undefined : await sourceAsked(deps, districtId, { name: source, link: sourceLink })
    const pictures = picturesOf(body).length
    return {
      findings: [
        ...(asked?.finding ? [asked.finding] : []),
        ...findings.map((one) => ({
          ...one,
          start: one.start - before,
          end: one.end - before,
          paragraph: (one.paragraph ?? 1) - 1,
        })),
      ],
      notChecked: [
        ...notChecked,
        ...(asked?.notChecked ? [asked.notChecked] : []),
        ...(pictures === 0
          ? []
          : [{ part: 'images' as const, why: `正文有${pictures}张图片，图片里的文字没有检查，请人工查看。` }]),
      ],
    }
  }

/** The rule of the finding about a 稿源, which stands at no place of the text. */
export const SOURCE_RULE = 'repost-source'

/** 转载: whether the district's list has the 稿源; where there is no list, that is said. */
async function sourceAsked(
  { db, clock }: Deps,
  districtId: string,
  source: { name: string; link: string | null },
): Promise<{ finding?: TextFinding; notChecked?: NotChecked }> {
  const isApproved = (await approvedSources(db, districtId, clock.today()))(source)
  if (isApproved === undefined) return { notChecked: { part: 'lexicons', why: '本区没有稿源名单，稿源没有核对。' } }
  if (isApproved) return {}
  return {
    finding: {
      start: -1,
      end: -1,
      observed: source.name,
      kind: 'lexicon',
      gate: 'policy',
      severity: 'confirm',
      rule: SOURCE_RULE,
      source: '国办发〔2018〕123号：转载限于党委和政府网站以及有关主管部门确定的稿源单位',
      confidence: 1,
      why: '稿源不在本区稿源名单中，确属可以转载的请写明理由。',
    },
  }
}
