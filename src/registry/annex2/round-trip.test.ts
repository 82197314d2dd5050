import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PersonValues } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { type BookRow, readTables, writeWorkbook } from '../../documents/index.ts'
import { platformCodes, platforms } from '../../vocabulary/platforms.ts'
import { type Account, accountFunctions, bareFacts, contactDuties, type Unit } from '../model.ts'
import { personKey, planImport, type Register } from './plan-import.ts'
import { maskedPerson, type PrintedAccount } from './printed-row.ts'
import { readAnnex2 } from './read-annex2.ts'
import { annex2Book, type Layout } from './write-annex2.ts'

const today = civilDate('2026-10-12')
// Each run writes and reads a workbook in a process of its own; the long round says how many.
const numRuns = Number(process.env['GOVMEDIA_PROPERTY_RUNS'] ?? 6)
const district = { name: '临湖区', shortName: '临湖' }
type Ledger = { units: Unit[]; accounts: Account[]; people: Map<string, PersonValues> }

const letters = Array.from('临湖发布水务民生城教育文旅乡政务Az09·-')
const word = fc
  .array(fc.constantFrom(...letters), { minLength: 2, maxLength: 8 })
  .map((parts) => parts.join('').replace(/^[-·\d]+/, '') || '临湖发布')
// Words of the form, platforms in brackets: what a sheet could take for something else than an account.
const oddNames = [
  '某县警方（新浪微博） 云泽（微信） 云泽（小程序） 云泽（微博） 云泽（抖音） 云泽(其他) 云泽 【抖音】云泽',
  '名称 账号 有/无专人 人数 单位 注：一号 说明：云泽 填表说明 填报人：云泽 临湖签章 统计时间',
  '一、云泽 （二）微信类 微博 其他 云泽类 无 / 序号',
].flatMap((line) => line.split(' '))
const accountName = fc.oneof(word, fc.constantFrom(...oddNames))
// What only 系统字段 can tell apart: a line of sums, blanks of another width.
const nameInSystem = fc.oneof(
  accountName,
  fc.constantFrom('合计', '共计', '小计（抖音）', '云泽　发布', '云泽  发布', '合 计'),
)
const text = fc.option(
  fc.constantFrom('临湖区水务局', '每周2至3次', '每日1条', '=1+1', '@临湖', '+86', 'A B', '临湖“融媒”中心'),
  { nil: null },
)
const day = fc
  .integer({ min: 0, max: 4000 })
  .map((n) => civilDate(new Date(Date.UTC(2012, 0, 1 + n)).toISOString().slice(0, 10)))
const noDay = fc.option(day, { nil: null })
const counted = fc.constantFrom(
  { value: null, found: null, precision: null },
  { value: 0, found: null, precision: 'exact' },
  { value: 8412, found: '8412', precision: 'exact' },
  { value: 1_234_567, found: null, precision: null },
  { value: 8412, found: '8,412', precision: 'exact' },
  { value: 17_000, found: '约1.7万', precision: 'approximate' },
  { value: 12_000, found: '１.２万', precision: 'rounded' },
  { value: 100_000, found: '10万+', precision: 'at-least' },
)
const opened = fc.tuple(fc.constantFrom('year', 'month', 'day', null), day).map(([precision, on]) => {
  const from = { year: `${on.slice(0, 4)}-01-01`, month: `${on.slice(0, 7)}-01`, day: on }
  return precision === null
    ? { openedOn: null, openedPrecision: null }
    : { openedOn: civilDate(from[precision]), openedPrecision: precision }
})
const person = fc.option(
  fc.record(
    {
      name: fc.constantFrom('方书遥', '顾望之', '欧阳明溪', '方书遥、顾望之'),
      phone: fc.option(fc.constantFrom('13800000001', '0730-5550101', '5550101', '13800000001、0730-5550102'), {
        nil: undefined,
      }),
    },
    { requiredKeys: ['name'] },
  ),
  { nil: null },
)

const accountCalled = (names: fc.Arbitrary<string>) =>
  fc
    .record({
      name: names,
      platform: fc.constantFrom(...platformCodes),
      platformFound: fc.constantFrom(null, '官微', '微信公众号'),
      vendorFound: fc.constantFrom(null, '腾讯'),
      purpose: fc.constantFrom(null, 'publish', 'service', 'mixed'),
      identifier: text,
      profileUrl: fc.constantFrom(null, 'https://weibo.example/u/1?a=b'),
      certifiedEntity: text,
      operatorUnit: text,
      operationMode: fc.constantFrom(null, 'self', 'outsourced'),
      budgetYuan: fc.constantFrom(null, '0.00', '12000.00', '999999999999.99', '0.10'),
      followers: counted,
      followersOn: noDay,
      reads: counted,
      readsOn: noDay,
      readsScope: fc.constantFrom(null, 'total', 'last30d', 'average'),
      pushFrequency: text,
      opened,
      hasDedicatedStaff: fc.constantFrom(null, true, false),
      staffCount: fc.constantFrom(null, 0, 2, 12),
      operatingStatus: fc.constantFrom(null, 'normal', 'stopped'),
      functions: fc.subarray([...accountFunctions]),
      disposition: fc.constantFrom(null, 'keep', 'change', 'rectify', 'close', 'deregister'),
      renamedFrom: fc.constantFrom(null, '临湖旧名'),
      renamedOn: noDay,
      runningState: fc.constantFrom('running', 'closing', 'closed', 'deregistered'),
      ceasedOn: fc.constantFrom(null, civilDate('2026-09-20')),
      unit: fc.nat(2),
      people: fc.tuple(person, person, person, person),
    })
    .map(({ followers, reads, opened: when, unit, people, ...facts }) => ({
      unit,
      people,
      facts: {
        ...bareFacts(facts.name, facts.platform),
        ...facts,
        ...when,
        ceasedOn: facts.runningState === 'deregistered' ? facts.ceasedOn : null,
        followers: followers.value,
        followersFound: followers.found,
        followersPrecision: followers.precision,
        followersOn: followers.value === null ? null : facts.followersOn,
        reads: reads.value,
        readsFound: reads.found,
        readsPrecision: reads.precision,
        readsOn: reads.value === null ? null : facts.readsOn,
      } as Omit<Account, 'id' | 'unitId' | 'filingState' | 'sheetOrder' | 'version'>,
    }))

const unitNames = ['临湖区水务局', '石埠镇人民政府', '临湖区融媒体中心']
const uuid = (kind: number, n: number) => `00000000-0000-7000-800${kind}-${String(n).padStart(12, '0')}`

const ledgersOf = (names: fc.Arbitrary<string>) =>
  fc
    .uniqueArray(accountCalled(names), {
      minLength: 1,
      maxLength: 25,
      selector: ({ unit, facts }) => `${unit}/${facts.platform}/${facts.name}`,
    })
    .map((made): Ledger => {
      const units = unitNames.map((name, n): Unit => ({
        id: uuid(1, n),
        code: `ZX-${n}`,
        name,
        shortName: n === 0 ? '水务局' : null,
        kind: n === 1 ? 'township' : 'department',
        parentId: null,
        publicFacing: n !== 2,
        state: 'active',
        mergedInto: null,
        version: 1,
      }))
      const accounts = made.map(({ facts, unit }, n): Account => ({
        ...facts,
        id: uuid(2, n),
        unitId: uuid(1, unit),
        filingState: 'unknown',
        sheetOrder: n % 3 === 0 ? null : n,
        version: 1,
      }))
      const people = new Map(
        made.flatMap(({ people: four }, n) =>
          contactDuties.flatMap((duty, at) => (four[at] ? [[personKey(uuid(2, n), duty), four[at]] as const] : [])),
        ),
      )
      return { units: units.filter(({ id }) => accounts.some(({ unitId }) => unitId === id)), accounts, people }
    })

const ledgers = ledgersOf(accountName)
const ledgersInSystem = ledgersOf(nameInSystem)

const ledgersOrSystem = fc.oneof(fc.tuple(fc.constant(false), ledgers), fc.tuple(fc.constant(true), ledgersInSystem))

const category = ['weibo', 'wechat', 'app', 'other']
const rank = ({ platform }: Account) =>
  category.indexOf(platforms[platform].category) * 100 + platformCodes.indexOf(platform)

function bookOf({ units, accounts, people }: Ledger, layout: Layout, masked = false) {
  const unitRank = ({ unitId }: Account) => units.findIndex(({ id }) => id === unitId)
  const sorted = [...accounts].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      unitRank(a) - unitRank(b) ||
      (a.sheetOrder ?? 1e9) - (b.sheetOrder ?? 1e9) ||
      (a.id < b.id ? -1 : 1),
  )
  const unitOf = new Map(units.map((unit) => [unit.id, unit]))
  const printed = sorted.map((one): PrintedAccount => {
    const behind = Object.fromEntries(
      contactDuties.flatMap((duty) => {
        const found = people.get(personKey(one.id, duty))
        return found ? [[duty, masked ? maskedPerson(found) : found]] : []
      }),
    )
    const unit = unitOf.get(one.unitId)
    if (!unit) throw new RangeError('an account without a unit')
    return { account: one, unit, people: behind }
  })
  const whole = { label: '汇总表', unit: '区行政审批服务局', reporter: null, countedUntil: null, accounts: printed }
  const sheets =
    layout === 'district'
      ? [whole]
      : units.map((unit) => ({
          ...whole,
          label: unit.name,
          unit: unit.name,
          accounts: printed.filter((one) => one.account.unitId === unit.id),
        }))
  // As it goes out with phones in full: the line on the page is no cell and comes back as nothing.
  const watermark = { by: '方书遥', at: '2026-10-12 09:00', purpose: '核对联系人电话' }
  return annex2Book({ layout, districtName: '临湖区', sheets, watermark })
}

const nothing: Ledger = { units: [], accounts: [], people: new Map() }
let made = 0
const planOf = async (bytes: Uint8Array, ledger: Omit<Register, 'filedByWord'>, withSystem: boolean) => {
  const register: Register = { ...ledger, filedByWord: new Set() }
  const { sheets } = await readTables(bytes)
  const reading = readAnnex2(withSystem ? sheets : sheets.filter(({ name }) => name !== '系统字段'), today)
  return planImport(reading, register, { district, createUnits: true, nextId: () => uuid(3, made++) })
}

const peopleIn = ({ people }: Awaited<ReturnType<typeof planOf>>) =>
  new Map(people.map(({ accountId, duty, values }) => [personKey(accountId, duty), values]))
const byId = (accounts: readonly Account[]) => [...accounts].sort((a, b) => (a.id < b.id ? -1 : 1))

describe.each<Layout>(['units', 'district'])('附件2 out and in again (%s)', (layout) => {
  it('is the whole ledger again with 系统字段: accounts, units and people', async () => {
    await fc.assert(
      fc.asyncProperty(ledgersInSystem, async (ledger) => {
        const plan = await planOf(await writeWorkbook(bookOf(ledger, layout)), nothing, true)
        expect(plan.said.rejected).toEqual([])
        const units = new Map(
          plan.units.map((unit) => [unit.id, ledger.units.find(({ name }) => name === unit.name)?.id ?? '']),
        )
        expect(byId(plan.created.map((one) => ({ ...one, unitId: units.get(one.unitId) ?? '' })))).toEqual(
          byId(ledger.accounts),
        )
        expect(
          plan.units.map((unit) => ({ ...unit, id: units.get(unit.id) })).sort((a, b) => (a.code < b.code ? -1 : 1)),
        ).toEqual(ledger.units)
        expect(Object.fromEntries(peopleIn(plan))).toEqual(Object.fromEntries(ledger.people))
      }),
      { numRuns, endOnFailure: true },
    )
  })

  it('changes nothing in the ledger it came from, also with masked phones', async () => {
    await fc.assert(
      fc.asyncProperty(ledgersOrSystem, fc.boolean(), async ([withSystem, ledger], masked) => {
        const plan = await planOf(await writeWorkbook(bookOf(ledger, layout, masked)), ledger, withSystem)
        expect(plan.said).toMatchObject({ rejected: [], toCreate: [], toChange: [], unchanged: ledger.accounts.length })
      }),
      { numRuns, endOnFailure: true },
    )
  })

  it('prints the same cells again without 系统字段', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, async (ledger) => {
        const plan = await planOf(await writeWorkbook(bookOf(ledger, layout)), nothing, false)
        expect(plan.said.rejected).toEqual([])
        const units = ledger.units.map((known) => ({ ...known, ...plan.units.find(({ name }) => name === known.name) }))
        const again = bookOf({ units, accounts: plan.created, people: peopleIn(plan) }, layout)
        expect(await printedCells(again)).toEqual(await printedCells(bookOf(ledger, layout)))
      }),
      { numRuns, endOnFailure: true },
    )
  })
})

async function printedCells(book: ReturnType<typeof bookOf>) {
  const sheets = []
  for (const { name, rows } of book.sheets.slice(0, -1)) {
    const cells: unknown[] = []
    for await (const row of rows as AsyncIterable<BookRow>) cells.push('cells' in row ? row.cells : row)
    sheets.push({ name, cells })
  }
  return sheets
}
