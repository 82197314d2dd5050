import { formatMinute } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Deps } from './deps.ts'
import { type Actor, permit, requireConfirmed, type Target } from './permissions.ts'
import { namesOfUsers } from './user-lists.ts'

/** Who takes whole numbers out of the house, when and what for: printed on every page of the file (rulebook (h)4). */
export type Watermark = { by: string; at: string; purpose: string }

const LEAST = 4
const MOST = 80

/**
 * 导出附件需权限+水印+日志 (rulebook (h)4). Without a purpose numbers leave masked and there is nothing to ask; with one the
 * actor must be allowed to see them, and the purpose is what goes on every page and in the trail. Answers it trimmed.
 * Refuses `access.denied`, `people.purpose-required`, `access.confirm-first`.
 */
export function permitFullPhones(actor: Actor, target: Target, purpose: string | undefined): string | null {
  if (purpose === undefined) return null
  permit(actor, 'people.reveal', target)
  const words = purpose.replaceAll(/\s+/g, ' ').trim()
  if (words.length < LEAST || words.length > MOST) throw refuse('people.purpose-required')
  requireConfirmed(actor)
  return words
}

/** The person's name and the minute, as files print them; the operator of the terminal is named as the system names him. */
export async function exportedBy(deps: Deps, actor: Actor, districtId: string): Promise<{ by: string; at: string }> {
  const names = await namesOfUsers(deps, districtId, [actor.id])
  return { by: names.get(actor.id) ?? actor.id, at: formatMinute(deps.wall.now()) }
}

/** The line in the foot of a paper that is printed to be signed: its purpose is the paper itself. */
export const takenLine = ({ by, at }: Omit<Watermark, 'purpose'>) => `${by}　${at} 下载　含个人信息`

/** The line in the header and the footer of every page. */
export const watermarkLine = ({ by, at, purpose }: Watermark) => `${by}　${at} 导出　含完整联系方式，仅用于：${purpose}`
