import type { Actor, Deps } from '../../../access/index.ts'
import type { Sender } from '../../../outgoing/index.ts'
import { Refusal, refuse } from '../../../vocabulary/refusals/index.ts'
import { findManuscript, readVersion } from '../queries.ts'
import { picturesOf, withPictures } from '../rich-text/pictures.ts'
import { pictureTag, typedAgain } from '../typed-text.ts'
import { addFile } from './keep-file.ts'
import { saveText } from './save-text.ts'

/** So many are asked for at a time; of more, the rest the next time. */
const FETCHED_MOST = 30
const LIMITS = { totalMs: 10_000, wireBytes: 20 * 1024 * 1024, bodyBytes: 20 * 1024 * 1024 }

export type Fetched = { fetched: number; left: number }

/**
 * 取回图片: pictures that a pasted text only points to are asked for at their addresses, through the guard of everything that
 * leaves the house, and kept with the text as a new version. One that can't be had stays a gap that says why. Refuses what
 * `addFile` and `saveText` refuse, `manuscript.nothing-to-fetch`.
 */
export async function fetchPictures(
  deps: Deps,
  actor: Actor,
  sender: Sender,
  { districtId, manuscriptId }: { districtId: string; manuscriptId: string },
): Promise<Fetched> {
  const manuscript = await findManuscript(deps.db, { districtId, all: true }, manuscriptId)
  if (!manuscript) throw refuse('record.not-found', { what: '稿件' })
  const { textNumber } = manuscript
  const text = (await readVersion(deps.db, districtId, manuscriptId, textNumber))!
  const addresses = [...new Set(picturesOf(text.body).flatMap(({ remote }) => (remote ? [remote] : [])))]
  if (addresses.length === 0) throw refuse('manuscript.nothing-to-fetch')
  const got = new Map<string, { file: string } | { why: string }>()
  await Promise.all(
    addresses.slice(0, FETCHED_MOST).map(async (address) => {
      got.set(address, await fetchOne(deps, actor, sender, { districtId, manuscriptId, address }))
    }),
  )
  const html = withPictures(text.body, (picture) => {
    const found = got.get(picture.remote ?? '')
    if (!found) return pictureTag(picture)
    return 'file' in found
      ? pictureTag({ file: found.file, alt: picture.alt })
      : pictureTag({ remote: picture.remote ?? '', alt: `图片未收：${found.why}` })
  })
  await saveText(deps, actor, { districtId, manuscriptId, basedOn: textNumber, text: { ...typedAgain(text), html } })
  const fetched = [...got.values()].filter((one) => 'file' in one).length
  return { fetched, left: addresses.length - fetched }
}

type Asked = { districtId: string; manuscriptId: string; address: string }

async function fetchOne(
  deps: Deps,
  actor: Actor,
  sender: Sender,
  { address, ...which }: Asked,
): Promise<{ file: string } | { why: string }> {
  const reply = await sender.send(
    { url: address, headers: { accept: 'image/png,image/jpeg,image/webp,image/gif' } },
    LIMITS,
  )
  if (reply.kind === 'no-reply') return { why: `没有取到（${reply.why}）。` }
  if (reply.status !== 200) return { why: `没有取到（对方应答${reply.status}）。` }
  try {
    const { fileId } = await addFile(deps, actor, { ...which, use: 'picture', name: '插图', bytes: reply.body })
    return { file: fileId }
  } catch (error) {
    // A picture that can't be kept is a gap; who may not write is refused as a whole.
    if (!(error instanceof Refusal) || error.status !== 422) throw error
    return { why: error.message }
  }
}
