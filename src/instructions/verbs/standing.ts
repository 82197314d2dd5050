import { type Actor, actsAs, type Deps, openWords } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { listInstructions } from '../queries.ts'

/**
 * What comes after a leader's instruction rests on one that stands: typed by him, or transcribed and checked, and not
 * withdrawn. Refuses `instruction.none-stands`.
 */
export async function requireStanding(tx: Tx, districtId: string, reportId: string): Promise<void> {
  const given = await listInstructions(tx, districtId, reportId)
  if (!given.some(({ state }) => state === 'standing')) throw refuse('instruction.none-stands')
}

/** What this leader or his deputy typed on the report in the same words and that stands; undefined: there is none. */
export async function standingOfWords(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, reportId, words = '' }: { districtId: string; reportId: string; words?: string | undefined },
): Promise<string | undefined> {
  const typed = words.trim()
  if (typed === '') return undefined
  const own = (await listInstructions(tx, districtId, reportId)).filter(
    ({ leaderId, origin, state }) =>
      actsAs(actor, leaderId, 'district_leader') && origin === 'typed' && state === 'standing',
  )
  const said = await openWords(
    { db: tx, vault: deps.vault },
    districtId,
    own.flatMap(({ wordsId }) => wordsId ?? []),
  )
  return own.find(({ wordsId }) => wordsId !== null && said.get(wordsId) === typed)?.id
}
