import { inspectPicture } from '../../files/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { plainText } from '../../vocabulary/plain-text.ts'
import { AUTHOR_MOST, type ManuscriptText, PLAIN_MOST, TITLE_MOST } from './model.ts'
import { openTag } from './rich-text/markup.ts'
import { type PictureInText, withPictures } from './rich-text/pictures.ts'
import { sanitiseText } from './rich-text/sanitise.ts'

/** A text as it came from a form or the terminal. */
export type TypedText = {
  title: string
  /** Markup of an editor. */
  html: string
  author: string
  source?: string | undefined
  sourceLink?: string | undefined
  aiGenerated?: boolean | undefined
  aiLabel?: string | undefined
  accountIds: readonly string[]
}

/** Pictures that came inside a text, to be kept with it. */
export type NewPicture = { name: string; bytes: Uint8Array }

const EMBEDDED_MOST = 60

/**
 * A typed text as it is kept, and the pictures that came inside it. A picture that can't be kept leaves a gap that says why:
 * no text is lost for a picture. Refuses `manuscript.field`, `manuscript.too-long`, `manuscript.link`, `manuscript.ai-label`.
 */
export async function readTypedText(typed: TypedText): Promise<{ text: ManuscriptText; pictures: NewPicture[] }> {
  const title = line(typed.title, '标题', TITLE_MOST)
  if (title === '') throw refuse('manuscript.field', { what: '标题', most: TITLE_MOST })
  const author = line(typed.author, '撰稿', AUTHOR_MOST)
  if (author === '') throw refuse('manuscript.field', { what: '撰稿', most: AUTHOR_MOST })
  const source = line(typed.source ?? '', '稿源', AUTHOR_MOST) || null
  const sourceLink = (typed.sourceLink ?? '').trim() || null
  if (
    sourceLink !== null &&
    (!/^https?:\/\/\S+$/i.test(sourceLink) || !URL.canParse(sourceLink) || sourceLink.length > 1000)
  )
    throw refuse('manuscript.link', { what: '稿源链接' })
  const aiGenerated = typed.aiGenerated === true
  const aiLabel = aiGenerated ? line(typed.aiLabel ?? '', 'AI标识', AUTHOR_MOST) || null : null
  if (aiGenerated && aiLabel === null) throw refuse('manuscript.ai-label')
  const { html, plain, embedded } = sanitiseText(typed.html)
  if (plain.length > PLAIN_MOST) throw refuse('manuscript.too-long', { found: plain.length, most: PLAIN_MOST })
  const { body, pictures } = await takeOut(html, embedded)
  const accountIds = [...new Set(typed.accountIds)].toSorted()
  return { text: { title, body, plain, author, source, sourceLink, aiGenerated, aiLabel, accountIds }, pictures }
}

/** One line, as long as it may be. Refuses `manuscript.field`. */
export function line(found: string, what: string, most: number): string {
  const text = plainText(found).replace(/\s+/g, ' ').trim()
  if ([...text].length > most) throw refuse('manuscript.field', { what, most })
  return text
}

/** Takes pictures out of a text; what stays embedded is numbered by its place among those that can be kept. */
export async function takeOut(
  html: string,
  embedded: readonly Uint8Array[],
): Promise<{ body: string; pictures: NewPicture[] }> {
  if (embedded.length === 0) return { body: html, pictures: [] }
  const pictures: NewPicture[] = []
  const written: string[] = []
  for (const [at, found] of embedded.entries()) {
    const name = `插图${at + 1}`
    try {
      if (at >= EMBEDDED_MOST) throw refuse('manuscript.too-many-pictures', { most: EMBEDDED_MOST })
      const { bytes, kind } = await inspectPicture({ name, bytes: found })
      written.push(openTag('img', { 'data-embedded': String(pictures.length), alt: '' }))
      pictures.push({ name: `${name}.${kind}`, bytes })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      written.push(openTag('img', { 'data-remote': '', alt: `图片未收：${error.message}` }))
    }
  }
  const body = withPictures(html, (picture) =>
    picture.embedded === undefined ? pictureTag(picture) : (written[picture.embedded] ?? ''),
  )
  return { body, pictures }
}

/** The text with its embedded pictures named by the files they became. */
export const withFiles = (body: string, fileIds: readonly string[]): string =>
  fileIds.length === 0
    ? body
    : withPictures(body, (picture) =>
        pictureTag(
          picture.embedded === undefined ? picture : { file: fileIds[picture.embedded] ?? '', alt: picture.alt },
        ),
      )

/** A picture of a kept text, by its file or by where it lies. */
export const pictureTag = ({ file, remote, alt }: PictureInText): string =>
  openTag('img', { ...(file !== undefined ? { 'data-file': file } : { 'data-remote': remote ?? '' }), alt })

/** A kept text as it would be typed once more. */
export const typedAgain = (text: ManuscriptText): TypedText => ({
  title: text.title,
  html: text.body,
  author: text.author,
  source: text.source ?? '',
  sourceLink: text.sourceLink ?? '',
  aiGenerated: text.aiGenerated,
  aiLabel: text.aiLabel ?? '',
  accountIds: text.accountIds,
})
