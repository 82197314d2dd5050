import type { Db } from '../database/index.ts'
import { type Difference, figureDifferences } from '../rollup/index.ts'
import { type Held, holdAgainst } from './compare.ts'
import type { KeptPackage } from './model.ts'
import { answersTo, figuresTakenIn, findPackage } from './queries.ts'
import type { SaidOf } from './said.ts'

type KeptAnswer = KeptPackage & { said: SaidOf<'answer'> }

/**
 * The answers that belong on a package's page, each held against the request, the answer before it and the figures sent by
 * themselves: of a request all of them, of an answer itself.
 */
export async function heldAnswers(db: Db, kept: KeptPackage): Promise<{ kept: KeptAnswer; held: Held }[]> {
  const { said, districtId } = kept
  if (said.kind === 'figures') return []
  const requestId = said.kind === 'request' ? kept.id : said.body.request.id
  // Above they came in and the request went out; below it is the other way round.
  const above = kept.way === (said.kind === 'request' ? 'out' : 'in')
  const answers = await answersTo(db, districtId, requestId, above ? 'in' : 'out')
  const request = await findPackage(db, { districtId, id: requestId, way: above ? 'out' : 'in' })
  const reported = above ? await figuresTakenIn(db, districtId) : []
  const all = answers.map((one, at) => {
    const earlier = answers.slice(0, at)
    const { serial, figures } = one.said.body
    return {
      kept: one,
      held: holdAgainst(one.said, {
        request: request && { digest: request.digest },
        before: earlier.findLast((other) => other.said.body.serial < serial)?.said,
        twin: earlier.find((other) => other.said.body.serial === serial)?.said,
        reported: reported.find((other) => other.said.body.figures.month?.of === figures?.month?.of)?.said,
      }),
    }
  })
  return said.kind === 'request' ? all : all.filter((one) => one.kept.id === kept.id)
}

/** What figures that came in tell otherwise than those of the same district and month before them; the first differ from nothing. */
export async function figuresBeside(db: Db, { said, districtId, id }: KeptPackage): Promise<Difference[]> {
  if (said.kind !== 'figures') return []
  // The newest stand first; ones that went out from here are not among them.
  const sent = await figuresTakenIn(db, districtId, said.body.figures.month?.of)
  const at = sent.findIndex((one) => one.id === id)
  const before = at < 0 ? undefined : sent[at + 1]
  return before ? figureDifferences(before.said.body.figures, said.body.figures) : []
}
