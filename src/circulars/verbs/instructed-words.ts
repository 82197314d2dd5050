import { type Deps, openWords } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { listInstructions, quotes } from '../../instructions/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type DispatchContent, textOf, titleOf } from '../words/content.ts'

// Those of the last years; a paper is about its own quarter.
const NEWEST = 40

/** A leader's words stand in no paper: they are opened here only to be looked for. Refuses `dispatch.quotes-instruction`. */
export async function refuseQuoted(tx: Tx, deps: Deps, districtId: string, content: DispatchContent): Promise<void> {
  const ids = (await listInstructions(tx, districtId)).slice(0, NEWEST).flatMap(({ wordsId }) => wordsId ?? [])
  const said = await openWords({ db: tx, vault: deps.vault }, districtId, ids)
  const text = [
    titleOf(content),
    content.addressee,
    content.copiesTo,
    ...content.blocks.map((block) => (block.kind === 'heading' ? block.text : block.runs.map(textOf).join(''))),
    ...content.annexes.flatMap(({ title, rows, above = [], below = [] }) => [
      title,
      ...rows.flat(),
      ...above,
      ...below,
    ]),
  ].join('\n')
  for (const words of said.values()) if (quotes(text, words)) throw refuse('dispatch.quotes-instruction')
}
