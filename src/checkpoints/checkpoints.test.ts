import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  actorOf,
  districtId,
  monitoredDistrict,
  type MonitoredDistrict,
} from '../../tests/support/monitored-district.ts'
import { inTransaction } from '../database/index.ts'
import { pagesOfPrint } from '../documents/index.ts'
import { readStoredFile, saveFile } from '../files/index.ts'
import { append, verifyTrail } from '../trail/index.ts'
import { genesisHash, linkHash } from '../trail/chain.ts'
import { checkpointOf, compareTrail, readCheckpoint, takeCheckpoint } from './index.ts'
import type { Checkpoint } from './model.ts'
import { readPayloads, writePayload } from './payload.ts'

const actor = actorOf('office_head')
const paper = { kind: 'report', id: '01990000-0000-7000-8000-00000000000a', version: 2, title: '临湖区季度监测报告' }

/** Five events and a paper with its page. */
async function issued() {
  const place = await monitoredDistrict()
  await happened(place, 5)
  return { place, ...(await issue(place, '报告正文')) }
}

async function happened({ deps }: MonitoredDistrict, times: number) {
  for (let n = 0; n < times; n++) {
    const entry = {
      districtId,
      actor,
      action: 'account.changed',
      subject: { kind: 'account', id: 'a' },
      after: { n },
      at: deps.wall.now(),
    }
    await inTransaction(deps.db, (tx) => append(tx, deps.ids, entry))
  }
}

async function issue({ deps }: MonitoredDistrict, words: string, version = 2) {
  const bytes = Buffer.from(words)
  const page = await inTransaction(deps.db, async (tx) => {
    const { id } = await saveFile(tx, deps, { districtId, name: '报告.pdf', bytes, actor })
    return takeCheckpoint(tx, deps, actor, {
      districtId,
      paper: { ...paper, version },
      files: { pdf: id },
      demo: false,
    })
  })
  return { bytes, sheet: (await readStoredFile(deps, districtId, page.fileId)).bytes }
}

const compared = async ({ deps }: MonitoredDistrict, checkpoint: Checkpoint) =>
  compareTrail(deps.db, checkpoint, await verifyTrail(deps.db))

describe('核验页', () => {
  let office: Awaited<ReturnType<typeof issued>>
  const read = (bytes: Uint8Array, name = '交来的文件.pdf') => readCheckpoint(office.place.deps.db, { name, bytes })
  beforeEach(async () => {
    office = await issued()
  })

  it('is one page that says in a code what it says in words, and holds the trail, the files and the title', async () => {
    const { place, sheet, bytes } = office
    expect(pagesOfPrint(sheet)).toBe(1)
    const { checkpoint, source } = await read(sheet)
    const kept = await checkpointOf(place.deps.db, districtId, paper)
    expect([source, checkpoint.paper, checkpoint.chains]).toEqual(['page', paper, kept!.chains])
    expect(checkpoint.chains.map(({ size }) => size)[0]).toBe(5)
    expect(checkpoint.files).toEqual([{ format: 'pdf', sha256: createHash('sha256').update(bytes).digest('hex') }])
    // Copied out of the page, as a reader of PDFs breaks it over lines.
    const copied = writePayload(checkpoint).replace(/.{40}/g, (part) => `${part}\u200b\r\n  `)
    expect((await read(Buffer.from(`核验数据 ${copied}\n本页与文件分开保存`))).checkpoint).toEqual(checkpoint)
  })

  it('holds while the office goes on, with the page and with the file of the paper alone', async () => {
    const { place, sheet, bytes } = office
    await happened(place, 3)
    for (const [file, source] of [
      [sheet, 'page'],
      [bytes, 'kept'],
    ] as const) {
      const said = await read(file)
      expect(said.source).toBe(source)
      expect(await compared(place, said.checkpoint)).toMatchObject({ holds: true, paper: { holds: true } })
    }
  })

  it.each([
    ['第 3 条不对', `update trail_event set after = '{"n":9}' where seq = 3 and district_id = '${districtId}'`],
    ['第 2 条不对', `delete from trail_event where seq = 2 and district_id = '${districtId}'`],
    [
      '现在只有 4 条',
      `delete from trail_event where seq > 4 and district_id = '${districtId}';
      update trail_head set seq = 4, hash = (select hash from trail_event where seq = 4 and district_id = '${districtId}') where district_id = '${districtId}'`,
    ],
    ['没有为这份文件出具过', 'delete from checkpoint_chain; delete from checkpoint_file; delete from checkpoint'],
    ['pdf文件摘要与核验页不一致', `update checkpoint_file set sha256 = repeat('0', 64)`],
    ['标题或文号', `update checkpoint set title = '另一份'`],
    [
      'xlsx文件摘要',
      `insert into checkpoint_file select district_id, checkpoint_id, 'xlsx', sha256 from checkpoint_file`,
    ],
    ['出具时间或留痕摘要', `update checkpoint set taken_at = taken_at + interval '1 day'`],
    ['出具时间或留痕摘要', `update checkpoint_chain set hash = repeat('0', 64) where chain_id = '${districtId}'`],
  ])('says what differs: %s', async (why, tampering) => {
    const { place } = office
    const checkpoint = (await checkpointOf(place.deps.db, districtId, paper))!
    await place.database.owner((owner) => owner.query(tampering))
    const { holds, chains, paper: of } = await compared(place, checkpoint)
    expect([holds, [...chains, of].map((one) => one.why).join()]).toEqual([false, expect.stringContaining(why)])
  })

  it('finds history that was rewritten and linked anew without a fault, and between which pages', async () => {
    const { place } = office
    await happened(place, 4)
    const { sheet } = await issue(place, '第三版', 3)
    const { checkpoint } = await read(sheet)
    await place.database.owner(async (owner) => {
      const { rows } = await owner.query(`select * from trail_event where district_id = $1 and seq >= 8 order by seq`, [
        districtId,
      ])
      const before = await owner.query(`select hash from trail_event where district_id = $1 and seq = 7`, [districtId])
      let previousHash = before.rows[0].hash
      for (const row of rows) {
        const after = Number(row.seq) === 8 ? { n: 'other' } : row.after
        const hash = linkHash({
          districtId,
          seq: Number(row.seq),
          id: row.id,
          occurredAt: row.occurred_at.toISOString?.() ?? row.occurred_at,
          actorKind: row.actor_kind,
          actorId: row.actor_id,
          action: row.action,
          subjectKind: row.subject_kind,
          subjectId: row.subject_id,
          before: row.before,
          after,
          requestId: row.request_id,
          algorithm: row.algorithm,
          previousHash,
        })
        await owner.query(
          `update trail_event set after = $3, previous_hash = $4, hash = $5 where district_id = $1 and seq = $2`,
          [districtId, row.seq, JSON.stringify(after), previousHash, hash],
        )
        previousHash = hash
      }
      await owner.query(`update trail_head set hash = $2 where district_id = $1`, [districtId, previousHash])
    })
    expect((await verifyTrail(place.deps.db, districtId))[0]).toMatchObject({ whole: true })
    const { holds, chains } = await compared(place, checkpoint)
    expect([holds, chains[0]!.why]).toEqual([false, expect.stringContaining('第 6 条至第 10 条之间有改动')])
  })

  it('holds before a break behind it, and says where that is; a page that tells less than the kept one does not hold', async () => {
    const { place } = office
    await happened(place, 3)
    const checkpoint = (await checkpointOf(place.deps.db, districtId, paper))!
    await place.database.owner((owner) =>
      owner.query(`update trail_event set after = '{"n":9}' where seq = 8 and district_id = '${districtId}'`),
    )
    expect(await compared(place, checkpoint)).toMatchObject({
      holds: true,
      chains: [{ why: '', since: expect.stringContaining('第 8 条不对') }],
    })
    const shorter = { ...checkpoint, chains: [{ chainId: districtId, size: 0, hash: genesisHash }] }
    expect(await compared(place, shorter)).toMatchObject({ holds: false, paper: { holds: false } })
  })

  it('takes a page that is copied twice for one, and two different ones for none', async () => {
    const { place, sheet } = office
    const { sheet: other } = await issue(place, '第三版', 3)
    const [one, two] = [(await read(sheet)).checkpoint, (await read(other)).checkpoint]
    expect((await read(Buffer.from(`${writePayload(one)}\n${writePayload(one)}`))).checkpoint).toEqual(one)
    // A superseded paper's page holds, and says which version took its place.
    expect(await compared(place, one)).toMatchObject({ holds: true, newer: { version: 3 } })
    expect(await compared(place, two)).not.toHaveProperty('newer')
    await expect(read(Buffer.from(`${writePayload(one)}\n${writePayload(two)}`))).rejects.toMatchObject({
      code: 'checkpoint.several',
    })
  })

  it('says of every other file what it is', async () => {
    const { place, sheet } = office
    const draft = Buffer.from('送审稿正文')
    await inTransaction(place.deps.db, (tx) =>
      saveFile(tx, place.deps, { districtId, name: '送审稿.pdf', bytes: draft, actor }),
    )
    const whole = writePayload((await read(sheet)).checkpoint)
    const cases: [Uint8Array, string][] = [
      [draft, 'checkpoint.not-taken'],
      [Buffer.from('别的文件'), 'checkpoint.foreign'],
      [Buffer.from(''), 'file.empty'],
      [sheet.subarray(0, 2_000), 'checkpoint.damaged'],
      [Buffer.from(whole.replace('chain=9', 'chain=8')), 'checkpoint.damaged'],
      [Buffer.from(whole.slice(0, -30)), 'checkpoint.damaged'],
    ]
    const foreign = { ...(await checkpointOf(place.deps.db, districtId, paper))!, districtId: '990200' }
    await expect(compared(place, foreign)).rejects.toMatchObject({ code: 'checkpoint.foreign-district' })
    for (const [bytes, code] of cases) await expect(read(bytes)).rejects.toMatchObject({ code })
  })
})

describe('the line of a checkpoint', () => {
  const hash = 'ab'.repeat(32)
  const one: Checkpoint = {
    districtId,
    takenAt: '2026-10-12T01:00:00.000Z' as never,
    paper: { ...paper, title: '关于“;=% 珺堃”的通报', number: '临政公开办〔2026〕8号' },
    chains: [
      { chainId: districtId, size: 12, hash },
      { chainId: '000000', size: 0, hash },
    ],
    files: [
      { format: 'docx', sha256: hash },
      { format: 'pdf', sha256: hash },
    ],
  }

  it('comes back as it was written, whatever stands in the title', () => {
    expect(readPayloads(`前文${writePayload(one)}后文`)).toEqual([one])
    expect(readPayloads('没有核验数据')).toEqual([])
  })
})
