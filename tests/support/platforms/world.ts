/** Where an account is read: a feed, or the interface of its platform. */
export type Channel = 'feed' | 'weixin' | 'weibo' | 'douyin'
export const channels: readonly Channel[] = ['feed', 'weixin', 'weibo', 'douyin']

/** What is odd about an account all day long, without being a fault. */
export type Quirk = 'plain' | 'pinned' | 'gb18030' | 'clock-ahead' | 'renamed' | 'deleted-and-restored' | 'gone'
const quirks: readonly Quirk[] = [
  'plain',
  'pinned',
  'gb18030',
  'clock-ahead',
  'renamed',
  'deleted-and-restored',
  'plain',
  'plain',
]

/** A post as it truly is: when it was published, and from when to when nobody could see it. */
export type TruePost = { id: string; at: number; title: string; pinned: boolean; hidden?: { from: number; to: number } }
export type SimulatedAccount = {
  n: number
  channel: Channel
  quirk: Quirk
  name: string
  /** The newest first. */
  posts: readonly TruePost[]
  /** From when the platform says that the account is no more. */
  goneFrom: number | null
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Numbers between 0 and 1, for a seed always the same (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Accounts with their posts of the 60 days before `start` and of the four after it: some post all day long, some weekly,
 * some fall silent or break their silence on the first day, some never posted. `start` is a midnight in Asia/Shanghai.
 */
export function makeWorld(seed: number, count: number, start: number): SimulatedAccount[] {
  return Array.from({ length: count }, (_, n) => makeAccount(n, seeded(seed * 100_003 + n), start))
}

function makeAccount(n: number, random: () => number, start: number): SimulatedAccount {
  // Half of all are read by feeds, as in use: the others need an authorisation.
  const channel = (n % 2 === 0 ? 'feed' : channels[1 + (((n - 1) / 2) % 3)]) ?? 'feed'
  const quirk = quirkOf(n, channel, random)
  const goneFrom = quirk === 'gone' ? start + 12 * HOUR : null
  return { n, channel, quirk, name: `临湖账号${n}`, posts: postsOf(n, quirk, random, start, goneFrom), goneFrom }
}

function quirkOf(n: number, channel: Channel, random: () => number): Quirk {
  if (channel === 'douyin' && n % 30 === 5) return 'gone'
  const quirk = quirks[Math.floor(random() * quirks.length)] ?? 'plain'
  // Only feeds declare an encoding and print times of a clock of their own.
  return channel !== 'feed' && (quirk === 'gb18030' || quirk === 'clock-ahead') ? 'plain' : quirk
}

/** Days between posts, and days of silence before the start. */
const rhythms: readonly (readonly [every: number, silent: number])[] = [
  [0.03, 0],
  [0.4, 0],
  [1, 0],
  [2, 0],
  [7, 0],
  [3, 20],
  [5, 16],
  [2, 13],
  [2, 12],
  [2, 9],
  [2, 6],
  [0, 0],
]

function postsOf(n: number, quirk: Quirk, random: () => number, start: number, goneFrom: number | null): TruePost[] {
  const [every = 1, silent = 0] = rhythms[Math.floor(random() * rhythms.length)] ?? []
  const end = silent > 0 ? start - silent * DAY : (goneFrom ?? start + 4 * DAY)
  const times: number[] = []
  const last = every > 0 ? end : 0
  let at = start - (every < 0.1 ? 8 : 60) * DAY + random() * DAY
  while (at < last) {
    times.push(at)
    at += every * DAY * (0.5 + random())
  }
  // Half of the silent ones break their silence on the day itself, once.
  if (silent > 0 && random() < 0.5) times.push(start + random() * 20 * HOUR)
  const posts = times.map((when, number) => post(n, number, when))
  if (quirk === 'pinned' && posts.length > 0) posts.unshift({ ...post(n, 900_000, start - 400 * DAY), pinned: true })
  const newest = posts.findLast((one) => one.at < start)
  if (quirk === 'deleted-and-restored' && newest && !newest.pinned)
    newest.hidden = { from: start + 10 * HOUR, to: start + 14 * HOUR }
  return posts.toReversed()
}

const post = (n: number, number: number, at: number): TruePost => ({
  id: `${n + 1}${String(number).padStart(6, '0')}`,
  at: Math.floor(at / 1000) * 1000,
  title: `第${n}号账号第${number}条：防汛值守安排`,
  pinned: false,
})

/** The posts that anybody can see at a moment: the pinned one first, then the newest first. */
export function visible({ posts }: SimulatedAccount, now: number): TruePost[] {
  const seen = posts.filter(({ at, hidden }) => at <= now && !(hidden && hidden.from <= now && now < hidden.to))
  return [...seen.filter(({ pinned }) => pinned), ...seen.filter(({ pinned }) => !pinned)]
}
