import { type Actor, type Deps, findDistrict, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { refuseMarkedFiles } from '../../files/index.ts'
import { filingStateLabels, readAccounts, runningStateLabels } from '../../registry/index.ts'
import { figuresOf, usualMonth } from '../../rollup/index.ts'
import { evidenceOfItem, lettersOf, maskedLetter, namedIn, printLetter, readItem } from '../../superiors/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { answersTo, findPackage, isRequest, lockPackage } from '../queries.ts'
import type { AnswerBody } from '../said.ts'
import { type Made, makePackage } from './keep-package.ts'

/**
 * 制作反馈包: what was signed goes up, bound to the request's id and digest: the letter, units' checked answers, the ledger's
 * rows of the accounts that were named, the month's figures, and the digests of proofs, which stay here. Numbers by which people
 * can be reached are masked. Refuses `access.denied`, `record.not-found`, `exchange.not-entered`, `exchange.answer-unsigned`.
 */
export async function makeAnswer(
  deps: Deps,
  actor: Actor,
  { districtId, packageId, demo }: { districtId: string; packageId: string; demo: boolean },
): Promise<Made> {
  permit(actor, 'exchange.send', { districtId })
  const { name } = await findDistrict(deps.db, districtId)
  const request = await findPackage(deps.db, { districtId, id: packageId, way: 'in' })
  if (!request || !isRequest(request.said)) throw refuse('record.not-found', { what: '上级数据包' })
  const { itemId, said } = request
  if (itemId === null) throw refuse('exchange.not-entered')
  const item = await readItem(deps.db, districtId, itemId)
  const signed = (await lettersOf(deps.db, districtId, itemId)).find(({ content }) => content.signedOn !== null)
  if (!item || (item.state !== 'signed' && item.state !== 'sent') || !signed) throw refuse('exchange.answer-unsigned')
  const letter = maskedLetter(signed)
  const month = usualMonth(deps)
  const figures = (await figuresOf(deps, [districtId], month)).get(districtId)!
  const printed = await printLetter(deps, letter, { format: 'pdf', demo })
  await refuseMarkedFiles(deps, actor, { districtId, source: '上下级报送', files: [printed] })
  return inTransaction(deps.db, async (tx) => {
    await lockPackage(tx, { districtId, id: packageId, way: 'in' })
    const earlier = await answersTo(tx, [districtId], [packageId], 'out')
    const { number, signedOn, sections, answers } = letter.content
    const body: AnswerBody = {
      request: { id: packageId, digest: request.digest },
      serial: (earlier.at(-1)?.said.body.serial ?? 0) + 1,
      letter: { number: number ?? '', signedOn: signedOn!, ...sections },
      answers: answers.map(({ unitName, answer }) => ({
        unit: unitName,
        answer: answer === null ? null : maskNumbers(answer),
      })),
      ledger: await ledgerRows(tx, districtId, itemId),
      figures: figures.month ? figures : null,
      evidence: await evidenceOfItem(tx, districtId, itemId),
    }
    return makePackage(
      tx,
      deps,
      actor,
      {
        districtId,
        place: districtId,
        from: { code: districtId, name },
        to: said.from,
        attached: [{ name: printed.name, bytes: printed.bytes }],
      },
      { kind: 'answer', body },
    )
  })
}

/** The ledger's rows of the accounts that the item names, or of all accounts of a unit that it names alone. */
async function ledgerRows(tx: Tx, districtId: string, itemId: string): Promise<AnswerBody['ledger']> {
  const named = await namedIn(tx, districtId, itemId)
  const units = new Map(named.map(({ unitId, unitName }) => [unitId, unitName]))
  const alone = new Set(named.filter(({ accountId }) => accountId === null).map(({ unitId }) => unitId))
  const ids = new Set(named.flatMap(({ accountId }) => accountId ?? []))
  const accounts = await readAccounts(tx, districtId)
  return accounts
    .filter(({ id, unitId }) => ids.has(id) || alone.has(unitId))
    .map(({ unitId, name, platform, runningState, filingState }) => ({
      unit: units.get(unitId) ?? '',
      account: name,
      platform: platforms[platform].label,
      running: runningStateLabels[runningState],
      filing: filingStateLabels[filingState],
    }))
}
