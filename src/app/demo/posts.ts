import { addDays, type CivilDate, civilDate } from '../../calendar/index.ts'
import { writeCsv } from '../../documents/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { type DemoAccount, demoAccounts, postTitles } from './cast.ts'
import { seededPick } from './seeded.ts'

const head = ['账号', '平台', '标题', '链接', '发布时间', '阅读', '点赞', '评论', '转发', '是否原创']

/** The file of posts an office would export for some days: every account that a machine reaches, one row a post. */
export function postFile(from: CivilDate, to: CivilDate): Uint8Array {
  const rows = demoAccounts.flatMap((account, at) => (account.unseen ? [] : postsOf(account, at, from, to)))
  return writeCsv([head, ...rows])
}

function postsOf(account: DemoAccount, at: number, from: CivilDate, to: CivilDate): string[][] {
  // One sequence an account, from the same first day, whichever days are asked for: files overlap without contradiction.
  const pick = seededPick(`posts/${at}`)
  const rows: string[][] = []
  let day = addDays(civilDate('2026-03-16'), pick(4))
  for (let number = 1; day <= to; number++) {
    const row = rowOf(account, at, number, day, pick)
    if (day >= from && !isSilent(account, day)) rows.push(row)
    day = addDays(day, 1 + pick(4))
  }
  return [...rows, ...lastBeforeSilence(account, at, from, to)]
}

/** The day before a silence always has a post, so that its length is exact. */
function lastBeforeSilence(account: DemoAccount, at: number, from: CivilDate, to: CivilDate): string[][] {
  return (account.silent ?? []).flatMap(([first], index) => {
    const day = addDays(civilDate(first), -1)
    return day >= from && day <= to ? [rowOf(account, at, 9_000 + index, day, seededPick(`last/${at}/${index}`))] : []
  })
}

function rowOf(
  account: DemoAccount,
  at: number,
  number: number,
  day: CivilDate,
  pick: (below: number) => number,
): string[] {
  const two = (value: number) => String(value).padStart(2, '0')
  const time = `${day} ${two(8 + pick(11))}:${two(pick(60))}`
  const reads = number % 97 === 0 ? '10万+' : String(120 + pick(6_000))
  const title = postTitles[pick(postTitles.length)] ?? ''
  const counts = [pick(160), pick(24), pick(60)].map(String)
  return [
    account.name,
    platforms[account.platform].label,
    title,
    `https://demo.example.cn/${at + 1}/${number}`,
    time,
    reads,
    ...counts,
    pick(3) === 0 ? '否' : '是',
  ]
}

const isSilent = ({ silent = [] }: DemoAccount, day: CivilDate) => silent.some(([from, to]) => day >= from && day <= to)
