import { refuse } from '../../vocabulary/refusals/index.ts'

/** A text as it is kept. Refuses `repost.field`. */
export function checkedText(found: string | undefined, what: string, most: number): string {
  const text = (found ?? '').trim()
  if (text === '' || [...text].length > most) throw refuse('repost.field', { what, most })
  return text
}

/** A web address, or null where none was given. Refuses `repost.link`. */
export function checkedLink(found: string | undefined): string | null {
  const text = (found ?? '').trim()
  if (text === '') return null
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text) || text.length > 1000) throw refuse('repost.link')
  return text
}
