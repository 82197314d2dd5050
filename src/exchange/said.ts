import { z } from 'zod'
import { instant, type Instant } from '../calendar/index.ts'
import { districtFigures } from '../rollup/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** What a package says, parsed once at the border; what isn't named here is no part of it. */

const words = (most: number) => z.string().max(most)
const code = z.string().regex(/^[1-9]\d{5}$/)
const digest = z.string().regex(/^[0-9a-f]{64}$/)
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .transform((text, { addIssue }): Instant => {
    try {
      return instant(text)
    } catch {
      addIssue({ code: 'custom', message: 'not a moment' })
      return z.NEVER
    }
  })
const office = z.strictObject({ code, name: words(80).min(1) })

// A name to be shown: no folder, no hidden file, no sign that nobody sees.
const fileName = z.string().regex(/^(?!\.)[^\p{C}\\/:*?"<>|]{1,120}$/u)
const attachments = z
  .array(z.strictObject({ name: fileName, bytes: z.number().int().min(1).max(25_000_000), sha256: digest }))
  .max(20)

const request = z.strictObject({
  level: z.enum(['national', 'province', 'city']),
  issuer: words(80).min(1),
  title: words(80).min(1),
  asked: words(4000).min(1),
  dueAt: moment,
  indicators: z.array(words(80)).max(60),
  /** 单位｜账号｜平台｜要求, a line each; '' where the district itself is asked. */
  named: words(20_000),
})

const answer = z.strictObject({
  request: z.strictObject({ id: uuid, digest }),
  /** Which answer to it, as the district counts them. */
  serial: z.number().int().min(1).max(1000),
  letter: z.strictObject({
    number: words(80),
    signedOn: day,
    opening: words(20_000),
    result: words(20_000),
    next: words(20_000),
  }),
  answers: z.array(z.strictObject({ unit: words(120), answer: words(20_000).nullable() })).max(500),
  ledger: z
    .array(
      z.strictObject({
        unit: words(120),
        account: words(120),
        platform: words(40),
        running: words(40),
        filing: words(40),
      }),
    )
    .max(2000),
  figures: districtFigures.nullable(),
  /** Proofs that stay below, told by digest. */
  evidence: z.array(z.strictObject({ name: words(200), sha256: digest })).max(500),
})
export type AnswerBody = z.infer<typeof answer>

const figures = z.strictObject({ figures: districtFigures })

const frame = {
  id: uuid,
  madeAt: moment,
  expiresAt: moment,
  from: office,
  to: office,
  files: attachments,
}
const said = z.discriminatedUnion('kind', [
  z.strictObject({ ...frame, kind: z.literal('request'), body: request }),
  z.strictObject({ ...frame, kind: z.literal('answer'), body: answer }),
  z.strictObject({ ...frame, kind: z.literal('figures'), body: figures }),
])
export type Said = z.infer<typeof said>
export type SaidOf<K extends Said['kind']> = Extract<Said, { kind: K }>
export type PackageKind = Said['kind']
export type Office = z.infer<typeof office>

/** The signed line of a package. Refuses `exchange.unreadable`. */
export function readSaid(line: Buffer): Said {
  const text = new TextDecoder('utf-8', { fatal: true })
  try {
    return said.parse(JSON.parse(text.decode(line)))
  } catch (cause) {
    throw Object.assign(refuse('exchange.unreadable'), { cause })
  }
}

/** What was kept of a package, as it was read when it was made or taken in. */
export const keptSaid = (value: unknown): Said => said.parse(value)
