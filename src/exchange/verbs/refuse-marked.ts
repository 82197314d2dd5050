import type { Actor, Deps } from '../../access/index.ts'
import { refuseMarkedFiles, refuseBroughtWords } from '../../files/index.ts'

type Content = {
  /** The district it is about. */
  districtId: string
  /** Whatever it says, as deep as it goes. */
  said: unknown
  /** Of the words, so that the same package met again keeps its number. */
  digest: string
  attached: readonly { name: string; bytes: Uint8Array }[]
}

/**
 * A package goes out, and comes in, without the mark of a state secret, in its words and in its attachments as far as these can be
 * read; else nothing of it is kept. Attachments are told by their place, because the sentence is handed to the other side. Refuses
 * `secrecy.upload-stopped`.
 */
export async function refuseMarked(
  deps: Deps,
  actor: Actor,
  { districtId, said, digest, attached }: Content,
): Promise<void> {
  const about = { districtId, source: '上下级报送' } as const
  await refuseBroughtWords(deps, actor, { ...about, words: wordsOf(said), what: '数据包的文字', digest })
  await refuseMarkedFiles(deps, actor, { ...about, files: attached, called: (at) => `数据包第${at + 1}个附件` })
}

function wordsOf(said: unknown): string[] {
  if (typeof said === 'string') return [said]
  return typeof said === 'object' && said !== null ? Object.values(said).flatMap(wordsOf) : []
}
