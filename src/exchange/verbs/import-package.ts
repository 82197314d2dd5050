import { type Actor, chainOf, type Deps, may, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { keepReported } from '../../rollup/index.ts'
import { append } from '../../trail/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { packageName } from '../model.ts'
import { packageMost } from '../package-format.ts'
import { insertPackage } from '../queries.ts'
import type { Office, PackageKind } from '../said.ts'
import { checkPackage, type Checked } from './check-package.ts'
import { enterRequest } from './enter-request.ts'
import { refuseMarked } from './refuse-marked.ts'

export type Imported = { id: string; kind: PackageKind; itemId: string | null; waits: string | null }

/**
 * 接收数据包: checked whole, kept as it came, and taken up: a request becomes an item of 上级交办 with its clock, figures stand in
 * 各地区汇总, an answer stands beside its request. What can't be taken up at once waits with its reason; nothing that was there
 * is overwritten. `bearer`: the office by whose token it came, which brings only its own. Refuses `access.denied`,
 * `exchange.not-the-bearers`, `secrecy.upload-stopped` and all of `checkPackage`; what was refused stands in the trail.
 */
export async function importPackage(
  deps: Deps,
  actor: Actor,
  { place, bytes, bearer }: { place: string; bytes: Uint8Array; bearer?: Office },
): Promise<Imported> {
  permit(actor, 'exchange.receive', { districtId: place })
  const checked = await checkedOf(deps, actor, { place, bytes, bearer }).catch(async (error: unknown) => {
    if (error instanceof Refusal) await keepRefused(deps, actor, place, error)
    throw error
  })
  const { said } = checked
  await keep(deps, actor, place, { ...checked, bytes })
  if (said.kind !== 'request') return { id: said.id, kind: said.kind, itemId: null, waits: null }
  if (!may(actor, 'superiors.handle', { districtId: place }))
    return { id: said.id, kind: said.kind, itemId: null, waits: '须由监管员登记为上级交办。' }
  try {
    const { itemId } = await enterRequest(deps, actor, {
      districtId: place,
      packageId: said.id,
      named: said.body.named,
    })
    return { id: said.id, kind: said.kind, itemId, waits: null }
  } catch (error) {
    // Its lines don't fit the ledger here: the package is there, and a person writes them as the ledger has them.
    if (!(error instanceof Refusal)) throw error
    return { id: said.id, kind: said.kind, itemId: null, waits: error.message }
  }
}

async function checkedOf(
  deps: Deps,
  actor: Actor,
  { place, bytes, bearer }: { place: string; bytes: Uint8Array; bearer: Office | undefined },
): Promise<Checked> {
  const checked = await checkPackage(deps, place, bytes)
  if (bearer && checked.said.from.code !== bearer.code) throw refuse('exchange.not-the-bearers', { peer: bearer.name })
  const { said, digest, districtId, attachments } = checked
  await refuseMarked(deps, actor, { districtId, said: [said.body, said.from.name], digest, attached: attachments })
  return checked
}

async function keep(
  deps: Deps,
  actor: Actor,
  place: string,
  { said, digest, districtId, bytes }: Checked & { bytes: Uint8Array },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const file = await saveFile(tx, deps, { districtId, name: packageName(said), bytes, actor, most: packageMost })
    const at = deps.clock.now()
    const isNew = await insertPackage(tx, {
      id: said.id,
      way: 'in',
      kind: said.kind,
      districtId,
      place,
      digest,
      said,
      fileId: file.id,
      by: actor.id,
      at,
    })
    if (!isNew) throw refuse('exchange.seen-before')
    if (said.kind === 'figures')
      await keepReported(tx, {
        districtId,
        name: said.from.name,
        packageId: said.id,
        madeAt: said.madeAt,
        receivedAt: at,
        figures: said.body.figures,
      })
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, place),
      actor,
      action: `exchange.${said.kind}-taken-in`,
      subject: { kind: 'exchange', id: said.id },
      after: {
        from: said.from.code,
        digest,
        ...(said.kind === 'answer' && { answers: said.body.request.id, serial: said.body.serial }),
      },
      at: deps.wall.now(),
    })
  })
}

// Of a package that isn't believed nothing is kept but that it came, and why it was refused.
async function keepRefused(deps: Deps, actor: Actor, place: string, refusal: Refusal): Promise<void> {
  await inTransaction(deps.db, async (tx) =>
    append(tx, deps.ids, {
      districtId: await chainOf(tx, place),
      actor,
      action: 'exchange.refused',
      subject: { kind: 'user', id: actor.id },
      after: { refusal: refusal.code, attempted: 'exchange.receive' },
      at: deps.wall.now(),
    }),
  )
}
