import { type Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import type { TextVersion } from './model.ts'
import type { ManuscriptFile } from './queries.ts'
import { picturesOf } from './rich-text/pictures.ts'

/** What a version has to have before it may be submitted and has not, each with its sentence. */
export function lackingOf(
  { plain, body, accountIds }: Pick<TextVersion, 'plain' | 'body' | 'accountIds'>,
  files: readonly Pick<ManuscriptFile, 'fileId'>[],
): Refusal[] {
  const pictures = picturesOf(body)
  const kept = new Set(files.map(({ fileId }) => fileId))
  const missing = pictures.filter(({ file }) => file === undefined || !kept.has(file)).length
  return [
    ...(plain.trim() === '' && pictures.length === 0 ? [refuse('manuscript.empty')] : []),
    ...(accountIds.length === 0 ? [refuse('manuscript.no-account')] : []),
    ...(missing > 0 ? [refuse('manuscript.picture-missing', { count: missing })] : []),
  ]
}
