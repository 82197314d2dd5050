import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { instant } from '../../../src/calendar/index.ts'
import { outcomeLabels, type Source } from '../../../src/collection/sources/contract.ts'
import { sources } from '../../../src/collection/sources/index.ts'

type Recorded = {
  settings?: unknown
  target: unknown
  memory?: Record<string, unknown>
  secrets?: Record<string, string>
  replies: { body?: string }[]
}

const folder = fileURLToPath(new URL('../../../src/collection/sources/', import.meta.url))
const recorded = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: kind }) => {
    const samples = join(folder, kind, 'samples')
    return readdirSync(samples).map((file) => ({
      kind,
      sample: JSON.parse(readFileSync(join(samples, file), 'utf8')) as Recorded,
    }))
  })

/** Bodies of recorded replies of every source. */
export const replyBodies: Uint8Array[] = recorded.flatMap(({ sample }) =>
  sample.replies.flatMap(({ body }) => (body ? [new TextEncoder().encode(body)] : [])),
)

/** Every source looks at a target and is answered with these bytes, whatever it asks. Refuses to end otherwise than with an outcome of the list. */
export async function lookAtReply(bytes: Uint8Array): Promise<void> {
  const { kind, sample } = recorded[bytes.length % recorded.length]!
  const source = sources.get(kind) as Source
  let asked = 0
  const look = await source.look(source.settings.parse(sample.settings ?? {}), source.target.parse(sample.target), {
    account: { id: '018f0000-0000-7000-8000-000000000000', name: '临湖水务', platform: 'wechat_official' },
    now: instant('2026-10-12T09:00:00+08:00'),
    memory: sample.memory ?? {},
    secrets: sample.secrets ?? Object.fromEntries(Object.keys(source.secrets).map((name) => [name, `secret-${name}`])),
    component: {
      access: () => Promise.resolve({ appid: 'wxc000000000000001', token: 'token-of-a-platform' }),
      renew: () => Promise.resolve(),
    },
    send: ({ url }) => {
      if (asked++ > 500) throw new Error('asks without end')
      return Promise.resolve({ kind: 'reply', url, status: 200, headers: {}, body: Buffer.from(bytes) })
    },
  })
  if (!(look.outcome in outcomeLabels)) throw new Error(`no outcome: ${look.outcome}`)
}
