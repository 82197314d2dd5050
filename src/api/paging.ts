import { z } from 'zod'
import { isUuid } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

export const usualLimit = 50
export const mostLimit = 200

/** What every list takes. */
export const pageQuery = {
  cursor: z.string().max(200).optional().describe('上一页返回的 next；不填为第一页'),
  limit: z.coerce
    .number('应为整数')
    .int('应为整数')
    .min(1, '应在 1 至 200 之间')
    .max(mostLimit, '应在 1 至 200 之间')
    .default(usualLimit)
    .describe('每页条数，最多 200'),
}
export type Paged = { cursor?: string | undefined; limit: number }

/** A page of a list. `next`: where the following one begins; null after the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.array(item),
    next: z.string().nullable().describe('下一页的 cursor；null 表示没有下一页'),
  })

/** The id after which a page begins; undefined: at the first. Refuses `api.bad-cursor`. */
export function afterOf({ cursor }: Paged): string | undefined {
  if (cursor === undefined) return undefined
  const id = Buffer.from(cursor, 'base64url').toString('utf8')
  if (!isUuid(id)) throw refuse('api.bad-cursor')
  return id
}

/** Of most rows, what they are paged by. */
export const byId = ({ id }: { id: string }): string => id

/** Rows of which one more than asked for was read, as a page: the one too many says that there is a next. */
export function paged<T>(
  rows: T[],
  { limit }: Pick<Paged, 'limit'>,
  idOf: (row: T) => string,
): { data: T[]; next: string | null } {
  const data = rows.length > limit ? rows.slice(0, limit) : rows
  return { data, next: rows.length > limit ? Buffer.from(idOf(data.at(-1)!)).toString('base64url') : null }
}
