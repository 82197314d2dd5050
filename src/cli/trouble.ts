import { diskTrouble, isDatabaseAway } from '../database/index.ts'
import { type Refusal, refuse } from '../vocabulary/refusals/index.ts'

/** What a disk or a database in trouble means for who sits at the terminal: theirs to mend; undefined for a defect. */
export function troubleAtTerminal(error: unknown): Refusal | undefined {
  const trouble = diskTrouble(error)
  if (trouble?.code === 'database.disk-full') return refuse('database.disk-full-at-terminal')
  return trouble ?? (isDatabaseAway(error) ? refuse('database.away-at-terminal') : undefined)
}
