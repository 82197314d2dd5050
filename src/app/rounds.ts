import type { Actor, Deps } from '../access/index.ts'
import { listDistricts } from '../access/index.ts'
import { proposeForGoneUnits, unfinishedCleanup } from '../cleanup/index.ts'
import { keepCampaigns, keepHandovers, keepPeople, keepReopened } from '../filing/index.ts'
import { erasePreviews } from '../registry/index.ts'

const EVERY_MS = 10 * 60_000

/** The program itself, with the rights of the terminal: it reminds and records, it never judges. */
export const programItself: Actor = {
  kind: 'system',
  id: 'system',
  districtId: null,
  unitId: null,
  roles: ['operator'],
  requestId: 'rounds',
}

/** What a day brings without anybody asking, in every district. */
export async function makeRounds(deps: Deps): Promise<void> {
  for (const { id: districtId } of await listDistricts(deps.db)) {
    await keepCampaigns(deps, programItself, districtId, unfinishedCleanup)
    await keepHandovers(deps, programItself, districtId)
    await keepPeople(deps, programItself, districtId)
    await keepReopened(deps, programItself, districtId)
    await proposeForGoneUnits(deps, programItself, { districtId })
    await erasePreviews(deps, programItself, districtId)
  }
}

/** Makes rounds now and every ten minutes until stopped; one that fails is told and tried again at the next turn. */
export function startRounds(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
): () => Promise<void> {
  let running = Promise.resolve()
  const turn = () => {
    running = running.then(() => makeRounds(deps)).catch((error: unknown) => onDefect(error, { part: 'rounds' }))
  }
  turn()
  const timer = setInterval(turn, EVERY_MS).unref()
  return () => {
    clearInterval(timer)
    return running
  }
}
