import { describe, expect, it } from 'vitest'
import { instant } from '../calendar/index.ts'
import { canonicalJson, type ChainRecord, digestOf, genesisHash, linkHash } from './chain.ts'

const record: ChainRecord = {
  districtId: '430699',
  seq: 1,
  id: '01990000-0000-7000-8000-000000000001',
  occurredAt: instant('2026-10-12T01:00:00.000Z'),
  actorKind: 'user',
  actorId: 'u1',
  action: 'account.changed',
  subjectKind: 'account',
  subjectId: 'a1',
  before: { name: '甲', runningState: 'running' },
  after: { runningState: 'closing', name: '甲' },
  requestId: 'r1',
  algorithm: 'sm3',
  previousHash: genesisHash,
}

describe('the link of the trail', () => {
  it('does not depend on the order in which facts were written down', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: undefined }] })).toBe('{"a":[{"d":null}],"b":1}')
    expect(linkHash({ ...record, before: { runningState: 'running', name: '甲' } })).toBe(linkHash(record))
  })

  it('changes when any of its facts changes', () => {
    const changed: Partial<ChainRecord>[] = [
      { seq: 2 },
      { actorId: 'u2' },
      { occurredAt: instant('2026-10-12T01:00:00.001Z') },
      { after: { runningState: 'closed', name: '甲' } },
      { previousHash: 'f'.repeat(64) },
      { algorithm: 'sha256' },
    ]
    const hashes = changed.map((change) => linkHash({ ...record, ...change }))
    expect(new Set([linkHash(record), ...hashes]).size).toBe(changed.length + 1)
  })

  it('names its algorithm in every digest, SM3 unless said otherwise', () => {
    expect(digestOf('abc')).toMatch(/^sm3:[0-9a-f]{64}$/)
    expect(digestOf('abc', 'sha256')).toMatch(/^sha256:[0-9a-f]{64}$/)
  })
})
