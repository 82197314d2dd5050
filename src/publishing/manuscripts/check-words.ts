import type { Deps } from '../../access/index.ts'
import type { TextCheck } from '../../textcheck/index.ts'
import { checkForDistrict } from '../lexicons/district-check.ts'
import { picturesOf } from './rich-text/pictures.ts'
import { linksOf } from './rich-text/plain.ts'

/** The words of a manuscript as they are checked; `body` tells of links and pictures. */
export type CheckedWords = { title: string; body: string; plain: string; unitId: string }
export type CheckWords = (words: CheckedWords) => Promise<TextCheck>

/**
 * Looks through the words of a district's manuscripts: after every pause of who types, and once more when they are submitted.
 * Places are places in the plain words; those in the title lie before it and are negative.
 */
export const checkWordsOf =
  (deps: Deps, districtId: string): CheckWords =>
  async ({ title, body, plain, unitId }) => {
    const before = title.length + 1
    const { findings, notChecked } = await checkForDistrict(deps, districtId, {
      text: `${title}\n${plain}`,
      unitId,
      links: linksOf(body).map(({ href, start, end }) => ({ href, start: start + before, end: end + before })),
    })
    const pictures = picturesOf(body).length
    return {
      findings: findings.map((one) => ({
        ...one,
        start: one.start - before,
        end: one.end - before,
        paragraph: (one.paragraph ?? 1) - 1,
      })),
      notChecked: [
        ...notChecked,
        ...(pictures === 0
          ? []
          : [{ part: 'images' as const, why: `正文有${pictures}张图片，图片里的文字没有检查，请人工查看。` }]),
      ],
    }
  }
