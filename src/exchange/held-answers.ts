import type { Db } from '../database/index.ts'
import { type Difference, figureDifferences } from '../rollup/index.ts'
import { type Held, holdAgainst } from './compare.ts'
import type { KeptPackage } from './model.ts'
import {
  answersTo,
  figuresTakenIn,
  isAnswer,
  isFigures,
  type KeptAnswer,
  type KeptFigures,
  packagesById,
} from './queries.ts'

type HeldAnswer = { kept: KeptAnswer; held: Held }

const monthOf = ({ said }: KeptAnswer | KeptFigures) => said.body.figures?.month?.of

/** Answers to one request, in the order of their serials, each held against what was known before it. */
const holdAll = (
  answers: readonly KeptAnswer[],
  request: KeptPackage | undefined,
  reported: readonly KeptFigures[],
): HeldAnswer[] =>
  answers.map((one, at) => {
    const earlier = answers.slice(0, at)
    const { serial } = one.said.body
    return {
      kept: one,
      held: holdAgainst(one.said, {
        request: request && { digest: request.digest },
        before: earlier.findLast((other) => other.said.body.serial < serial)?.said,
        twin: earlier.find((other) => other.said.body.serial === serial)?.said,
        reported: reported.find((other) => other.districtId === one.districtId && monthOf(other) === monthOf(one))
          ?.said,
      }),
    }
  })

const monthsIn = (all: readonly (KeptAnswer | KeptFigures)[]) => [...new Set(all.flatMap((one) => monthOf(one) ?? []))]

/**
 * The answers that belong on a package's page, each held against the request, the answer before it and the figures sent by
 * themselves: of a request all of them, of an answer itself.
 */
export async function heldAnswers(db: Db, kept: KeptPackage): Promise<HeldAnswer[]> {
  const { said, districtId } = kept
  if (said.kind === 'figures') return []
  const requestId = said.kind === 'request' ? kept.id : said.body.request.id
  // Above they came in and the request went out; below it is the other way round.
  const above = kept.way === (said.kind === 'request' ? 'out' : 'in')
  const answers = await answersTo(db, [districtId], [requestId], above ? 'in' : 'out')
  const [request] = await packagesById(db, {
    districtIds: [districtId],
    ids: [requestId],
    way: above ? 'out' : 'in',
  })
  const all = holdAll(answers, request, above ? await figuresTakenIn(db, [districtId], monthsIn(answers)) : [])
  return said.kind === 'request' ? all : all.filter((one) => one.kept.id === kept.id)
}

// The newest stand first.
function differencesOf(one: KeptFigures, sent: readonly KeptFigures[]): Difference[] {
  const same = sent.filter((other) => other.districtId === one.districtId && monthOf(other) === monthOf(one))
  const at = same.findIndex(({ id }) => id === one.id)
  // One that went out from here is not among them.
  const before = at < 0 ? undefined : same[at + 1]
  return before ? figureDifferences(before.said.body.figures, one.said.body.figures) : []
}

/** What figures that came in tell otherwise than those of the same district and month before them; the first differ from nothing. */
export const figuresBeside = async (db: Db, kept: KeptPackage): Promise<Difference[]> =>
  isFigures(kept) ? differencesOf(kept, await figuresTakenIn(db, [kept.districtId], monthsIn([kept]))) : []

/** Of the packages of a list, the ids of those that came in and whose pages tell that something doesn't fit. */
export async function unfitting(db: Db, rows: readonly KeptPackage[]): Promise<Set<string>> {
  const came = rows.filter(({ way }) => way === 'in')
  const [answers, figures] = [came.filter(isAnswer), came.filter(isFigures)]
  if (answers.length + figures.length === 0) return new Set()
  const districtIds = [...new Set([...answers, ...figures].map(({ districtId }) => districtId))]
  const ids = [...new Set(answers.map(({ said }) => said.body.request.id))]
  const all = await answersTo(db, districtIds, ids, 'in')
  const requests = await packagesById(db, { districtIds, ids, way: 'out' })
  const sent = await figuresTakenIn(db, districtIds, monthsIn([...all, ...figures]))
  const held = [
    ...Map.groupBy(all, ({ districtId, said }) => `${districtId} ${said.body.request.id}`).values(),
  ].flatMap((one) => {
    const { districtId, said } = one[0]!
    const asked = requests.find((other) => other.districtId === districtId && other.id === said.body.request.id)
    return holdAll(one, asked, sent)
  })
  return new Set([
    ...held.filter(({ held: { conflicts } }) => conflicts.length > 0).map(({ kept }) => kept.id),
    ...figures.filter((one) => differencesOf(one, sent).length > 0).map(({ id }) => id),
  ])
}
