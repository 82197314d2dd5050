import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../../calendar/index.ts'
import type { NoReply, Reply } from '../../outgoing/index.ts'
import { isCollected, type LookContext, type Outcome, outcomeLabels, type Source } from './contract.ts'
import { sources } from './index.ts'

type RecordedReply = {
  status?: number
  headers?: Record<string, string>
  body?: string
  failure?: NoReply['failure']
  why?: string
}
type Recorded = {
  settings?: unknown
  target: unknown
  memory?: Record<string, unknown>
  secrets?: Record<string, string>
  replies: RecordedReply[]
  wanted: { outcome: Outcome; samples: Record<string, unknown>[] }
}

const here = fileURLToPath(new URL('.', import.meta.url))
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const samplesOf = (kind: string) =>
  readdirSync(join(here, kind, 'samples')).map((file) => ({
    name: file.replace('.json', ''),
    recorded: JSON.parse(readFileSync(join(here, kind, 'samples', file), 'utf8')) as Recorded,
  }))

const now = instant('2026-10-12T09:00:00+08:00')

function replyOf(
  { status = 200, headers = {}, body = '', failure, why = '' }: RecordedReply,
  url: string,
): Reply | NoReply {
  if (failure) return { kind: 'no-reply', failure, why }
  return { kind: 'reply', url, status, headers, body: Buffer.from(body) }
}

/** Looks with recorded replies, in their order; the last one answers whatever is asked beyond. */
async function lookWith(source: Source, recorded: Recorded, replies = recorded.replies) {
  const settings = source.settings.parse(recorded.settings ?? {})
  const target = source.target.parse(recorded.target)
  const asked: string[] = []
  const context: LookContext = {
    account: { id: '018f0000-0000-7000-8000-000000000000', name: '临湖水务', platform: 'wechat_official' },
    now,
    memory: recorded.memory ?? {},
    secrets:
      recorded.secrets ?? Object.fromEntries(Object.keys(source.secrets).map((name) => [name, `secret-${name}`])),
    component: {
      access: () => Promise.resolve({ appid: 'wxc000000000000001', token: 'token-of-a-platform' }),
      renew: () => Promise.resolve(),
    },
    send: ({ url, body, headers }) => {
      asked.push([url, JSON.stringify(headers ?? {}), String(body ?? '')].join(' '))
      return Promise.resolve(replyOf(replies[asked.length - 1] ?? replies.at(-1) ?? {}, url))
    },
  }
  return { look: await source.look(settings, target, context), asked }
}

it('every folder is a source and every source has its folder', () => {
  expect([...sources.keys()].toSorted()).toEqual(folders.toSorted())
})

describe.each(folders)('%s', (kind) => {
  const source = sources.get(kind) as Source
  const samples = samplesOf(kind)
  const { recorded: any } = samples[0]!

  it('says what it sees, and has its README and recorded replies, of success and of failure', () => {
    expect(source.sees).toMatch(/看不到|只看得到/)
    expect(existsSync(join(here, kind, 'README.md'))).toBe(true)
    const outcomes = samples.map(({ recorded }) => recorded.wanted.outcome)
    expect(outcomes.some(isCollected)).toBe(true)
    expect(outcomes.some((outcome) => !isCollected(outcome))).toBe(true)
  })

  it.each(samples)('$name', async ({ recorded }) => {
    const { look } = await lookWith(source, recorded)
    const { samples: wanted, ...rest } = recorded.wanted
    expect(look).toMatchObject(rest)
    expect(look.samples).toHaveLength(wanted.length)
    expect(look.samples).toMatchObject(wanted)
  })

  it('sees nothing and claims no day whenever it isn’t let in', async () => {
    for (const status of [401, 403, 404, 418, 429, 432, 500, 503]) {
      const { look } = await lookWith(source, any, [{ status }])
      expect(look.samples.filter((sample) => sample.kind !== 'availability')).toEqual([])
      // Whether a site opens is seen whatever it answers.
      expect(isCollected(look.outcome)).toBe(kind === 'site')
      expect(look.outcome).not.toBe('gone')
      expect(look.covers ?? null).toBeNull()
    }
  })

  it.runIf(source.needsAuthorisation)('hears no “unchanged” from an interface: it never asked for that', async () => {
    expect((await lookWith(source, any, [{ status: 304 }])).look.outcome).toBe('blocked')
  })

  it('answers any reply whatever with an outcome of the list, and keeps no secret', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 599 }),
        fc.string({ unit: 'binary', maxLength: 200 }),
        async (status, body) => {
          const { look } = await lookWith(source, any, [{ status, body }])
          expect(Object.keys(outcomeLabels)).toContain(look.outcome)
          expect(JSON.stringify(look)).not.toContain('secret-')
        },
      ),
      { numRuns: 60 },
    )
  })
})
