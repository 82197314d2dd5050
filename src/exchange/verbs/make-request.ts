import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import type { CircularLevel } from '../../rectification/index.ts'
import { momentZh } from '../../superiors/index.ts'
import { digestOf } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Attached, Made } from './keep-package.ts'
import { makePackage } from './keep-package.ts'
import { refuseMarked } from './refuse-marked.ts'

export type RequestInput = {
  /** The district that is asked, held here or elsewhere. */
  to: { code: string; name: string }
  issuer: string
  title: string
  asked: string
  dueAt: Instant
  indicators: readonly string[]
  named: string
  attached: readonly Attached[]
}

const most = { issuer: 80, title: 80, asked: 4000, name: 80, named: 20_000 }
const ATTACHED_MOST = 10

/**
 * 向下级制发检查、交办: a city or province asks a district below it, until an hour; the package is handed over as a file.
 * Refuses `access.denied`, `exchange.not-complete`, `exchange.too-long`, `exchange.due-past`, `exchange.too-large`,
 * `secrecy.upload-stopped`.
 */
export async function makeRequest(deps: Deps, actor: Actor, input: RequestInput): Promise<Made> {
  const { to, dueAt, attached } = input
  permit(actor, 'exchange.ask', { districtId: to.code })
  const place = actor.districtId ?? ''
  const text = completed(input)
  if (dueAt <= deps.clock.now()) throw refuse('exchange.due-past', { due: momentZh(dueAt) })
  const indicators = input.indicators.map((one) => one.trim()).filter((one) => one !== '')
  if (attached.length > ATTACHED_MOST) throw refuse('exchange.too-many-files', { most: ATTACHED_MOST })
  const said = { ...text, indicators }
  const digest = digestOf(said)
  await refuseMarked(deps, actor, { districtId: to.code, said, digest, attached })
  return inTransaction(deps.db, (tx) =>
    makePackage(
      tx,
      deps,
      actor,
      {
        districtId: to.code,
        place,
        from: { code: place, name: text.issuer },
        to: { code: to.code, name: text.name },
        attached,
      },
      {
        kind: 'request',
        body: {
          level: levelOf(place),
          issuer: text.issuer,
          title: text.title,
          asked: text.asked,
          dueAt,
          indicators,
          named: text.named,
        },
      },
    ),
  )
}

/** 430000 is a province, 430600 a city. */
const levelOf = (code: string): CircularLevel => (code.endsWith('0000') ? 'province' : 'city')

function completed({ to, issuer, title, asked, named }: RequestInput) {
  const text = {
    issuer: issuer.trim(),
    title: title.trim(),
    asked: asked.trim(),
    name: to.name.trim(),
    named: named.trim(),
  }
  const labels = {
    issuer: '交办机关',
    title: '事项',
    asked: '交办要求',
    name: '下级地区名称',
    named: '涉及的单位和账号',
  } as const
  for (const field of Object.keys(labels) as (keyof typeof labels)[]) {
    if (text[field] === '' && field !== 'named') throw refuse('exchange.not-complete', { what: labels[field] })
    if (text[field].length > most[field]) throw refuse('exchange.too-long', { what: labels[field], most: most[field] })
  }
  return text
}
