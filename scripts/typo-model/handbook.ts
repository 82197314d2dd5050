import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { sentencesOf, shareOf } from './statutes.ts'

/**
 * The half that the threshold in force was chosen on, and the commit whose handbook gives it. The handbook is written on
 * with the program: without its digest, an edited chapter would move the threshold and nobody would see it.
 */
const CHOSEN_ON = {
  sha256: 'ac390510caa8898de342748d2a26c628d27dd17aa8cad6fdfe92d1133afb8c89',
  commit: 'c7d68111',
}

export type Prose = { readonly chosenOn: readonly string[]; readonly reportedOn: readonly string[] }

/**
 * Sentences of the project's own handbook, in two halves by their hash, without those that stand in a set for figures; an
 * error if the half to choose on is another than the one named.
 */
export function handbook(folder: string, isShared: (sentence: string) => boolean): Prose {
  const sentences = proseOf(folder).filter((sentence) => !isShared(sentence))
  const chosenOn = sentences.filter((sentence) => shareOf(sentence) < 0.5)
  const sha256 = hash('sha256', chosenOn.join('\n'))
  if (sha256 !== CHOSEN_ON.sha256)
    throw new Error(
      [
        `${folder}: the handbook's half that the threshold is chosen on has the SHA-256 ${sha256}, not ${CHOSEN_ON.sha256}.`,
        `To build the judge in force: git archive ${CHOSEN_ON.commit} docs/handbook | tar -x -C DIR, then --handbook DIR/docs/handbook.`,
        'To choose the threshold anew: name the new digest in scripts/typo-model/handbook.ts and measure (npm run bench:text).',
      ].join('\n'),
    )
  return { chosenOn, reportedOn: sentences.filter((sentence) => shareOf(sentence) >= 0.5) }
}

/**
 * The only clean prose at hand that is written for offices, is not law and may be chosen on. Marks of Markdown, code and
 * links are left out, lines that are mostly not Chinese, and the chapter on the text check, which quotes wrong characters.
 */
function proseOf(folder: string): string[] {
  const lines = readdirSync(folder)
    .filter((name) => !name.includes('文字检查'))
    .sort()
    .flatMap((name) =>
      readFileSync(`${folder}/${name}`, 'utf8')
        .replaceAll(/```[\s\S]*?```/g, '')
        .split('\n'),
    )
    .map((line) => line.replaceAll(/`[^`]*`|\]\([^)]*\)|[*_#>|[\]]/g, '').trim())
  return [...new Set(lines.flatMap(sentencesOf).map((sentence) => sentence.trim()))].filter(
    (sentence) => (sentence.match(/[\u4e00-\u9fff]/g)?.length ?? 0) >= 0.7 * sentence.length,
  )
}
