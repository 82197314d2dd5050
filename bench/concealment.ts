import { civilDate } from '../src/calendar/index.ts'
import type { Discovered, Ledger, LedgerAccount } from '../src/cleanup/concealment/model.ts'
import { matchDiscovered } from '../src/cleanup/concealment/rules.ts'
import type { Platform } from '../src/vocabulary/platforms.ts'
import { memoryOf, ms, type Row, timesOf } from './measure.ts'

const registered = 5_000
const found = 10_000
const limitMs = 5_000
const asOf = civilDate('2026-09-30')

const on: readonly Platform[] = ['weibo', 'wechat_official', 'douyin', 'kuaishou', 'toutiao', 'bilibili']
const trades = ['水务', '教育', '民政', '交通', '农业农村', '文旅', '应急', '城管', '卫健', '审计', '统计', '林业']
const places = ['石埠', '云渡', '望湖', '柳堤', '荷叶', '芦洲', '北岸', '青石', '白沙', '长桥']
const sorts = ['', '发布', '在线', '便民', '服务', '微视', '课堂', '直播', '之声', '热线']
const of = <T>(list: readonly T[], at: number): T => list[at % list.length]!

const nameAt = (at: number) =>
  `临湖${of(places, at)}${of(trades, Math.floor(at / 10))}${of(sorts, Math.floor(at / 120))}${at < 1_200 ? '' : Math.floor(at / 1_200)}`
const unitAt = (at: number) => `临湖区${of(places, at)}${of(trades, Math.floor(at / 10))}局`

/** A district of 300 units and 5,000 accounts whose names all begin alike, the hardest case for comparing them. */
export function largeLedger(): Ledger {
  const units = Array.from({ length: 300 }, (_, at) => ({
    id: `u${at}`,
    name: at < 120 ? unitAt(at) : `临湖区第${at}中心`,
    shortName: null,
    kind: 'department' as const,
    mergedInto: null,
  }))
  const accounts = Array.from({ length: registered }, (_, at): LedgerAccount => {
    const closed = at % 11 === 0
    return {
      id: `a${String(at).padStart(5, '0')}`,
      unitId: `u${at % 300}`,
      name: nameAt(at),
      platform: of(on, at),
      identifier: at % 3 === 0 ? null : `9${String(at).padStart(9, '0')}`,
      profileUrl: at % 4 === 0 ? `https://weibo.com/u/9${String(at).padStart(9, '0')}` : null,
      certifiedEntity: at % 5 === 0 ? null : of(units, at).name,
      operatorUnit: null,
      formerNames: at % 17 === 0 ? [`临湖旧名${at}`] : [],
      runningState: closed ? 'closed' : 'running',
      ceasedOn: closed ? civilDate('2026-05-31') : null,
    }
  })
  return { district: { name: '临湖区', shortName: '临湖' }, units, accounts }
}

/** 10,000 found accounts: registered ones, renamed ones, ones only like them, strangers. */
export function largeList({ accounts, units }: Ledger): Discovered[] {
  return Array.from({ length: found }, (_, at): Discovered => {
    const known = of(accounts, at * 7)
    const kind = at % 5
    return {
      sheet: '清单',
      row: at + 2,
      platform: kind === 2 ? of(on, at + 1) : known.platform,
      platformFound: '',
      name:
        kind === 0
          ? known.name
          : kind === 4
            ? `湖畔生活${at}`
            : `${known.name}${of(['官方', '大全', '资讯'], at)}${kind}`,
      identifiers: kind === 1 && known.identifier ? [known.identifier] : kind === 3 ? [`8${at}`] : [],
      profileUrl: null,
      certifiedEntity: kind === 2 ? of(units, at).name : kind === 3 ? '个人' : null,
      unitName: null,
      discoveredOn: null,
      reachable: null,
      note: null,
    }
  })
}

/** 瞒报漏报核查: a long list held against a large ledger, in memory, on one core. */
export async function concealmentRows(): Promise<Row[]> {
  const ledger = largeLedger()
  const list = largeList(ledger)
  const [shortest = 0, , middle = 0] = await timesOf(5, () => Promise.resolve(matchDiscovered(list, ledger, { asOf })))
  return [
    {
      what: `瞒报漏报核查, ${found} found x ${registered} registered`,
      figure: ms(middle),
      beside: `limit: ${(middle / limitMs).toFixed(2)} x; shortest ${ms(shortest)}; ${memoryOf([process.pid]).toFixed(0)} MB in all`,
      target: '< 5 s',
      holds: middle < limitMs,
    },
  ]
}
