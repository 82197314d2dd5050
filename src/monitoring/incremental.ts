import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccountFacts } from './indicators/define.ts'
import type { RunRules, StoredResult } from './model.ts'

/**
 * What an account was judged on, as text of a JSON object: group of facts -> digest (what is short stands there itself).
 * Two equal texts under equal rules are judged alike, for an indicator sees nothing else.
 */
export type FactDigests = string

/** A digest is as long as this; what is not longer needs none. */
const DIGEST_CHARS = 22

const digestOf = (text: string) =>
  text.length <= DIGEST_CHARS ? text : hash('sha256', text, 'base64url').slice(0, DIGEST_CHARS)

// Facts are never changed once they are known, so that a large group may be digested while the database still answers.
const digested = new WeakMap<object, string>()

/** Digests a group of facts before it is asked for. */
export function digestEarly(facts: object): void {
  digested.set(facts, digestOf(JSON.stringify(facts)))
}

const groupDigest = (facts: unknown): string =>
  (typeof facts === 'object' && facts !== null && digested.get(facts)) || digestOf(JSON.stringify(facts))

/** Every group of facts is in it, also one that a later indicator brings: nothing has to be named here. */
export function factDigests({ brought, untold, ...own }: AccountFacts): FactDigests {
  const groups = { ...own, ...brought, ...(untold && { untold: [...untold] }) }
  const digests = Object.entries(groups).map(([group, facts]) => [group, groupDigest(facts)] as const)
  return JSON.stringify(Object.fromEntries(digests))
}

/** Why an account is judged again: a group of facts, or that nothing can be compared. */
export type Why = 'new' | 'not-kept' | 'rules' | (string & {})

export const whyLabels: Readonly<Record<string, string>> = {
  new: '新列入监测',
  'not-kept': '上次判定未留比对依据',
  rules: '监测口径或程序已更新',
  account: '台账',
  districtName: '区划名称',
  purpose: '用途',
  update: '发布与采集',
  siblings: '同单位账号',
  interaction: '互动功能巡查',
  messages: '留言',
  services: '办事入口',
  posts: '每周更新',
  reports: '登记的问题',
  repostDuties: '转载任务',
  renamed: '平台显示的名称',
}

/** The groups that are not the same, in the order of the newer; `[]` where nothing changed. */
export function changedGroups(before: FactDigests | null, now: FactDigests): Why[] {
  if (before === now) return []
  if (before === null) return ['not-kept']
  const [then, since] = [before, now].map((text) => JSON.parse(text) as Record<string, string>) as [Groups, Groups]
  const groups = new Set([...Object.keys(since), ...Object.keys(then)])
  return [...groups].filter((group) => then[group] !== since[group])
}
type Groups = Record<string, string>

/** What an earlier run at the same checkpoint judged, and with what. */
export type EarlierRun = {
  judgedWith: string | null
  accounts: ReadonlyMap<string, { digests: FactDigests | null; results: readonly StoredResult[] }>
}

/** How many accounts a run over what changed judged, and how often for which reason; an account may have several. */
export type Rejudged = { accounts: number; why: Record<Why, number> }

/** Why an account has to be judged; `[]`: its results of the earlier run hold. */
export function whyJudged(earlier: EarlierRun, accountId: string, digests: FactDigests, judgedWith: string): Why[] {
  const known = earlier.accounts.get(accountId)
  if (!known) return ['new']
  if (earlier.judgedWith !== judgedWith) return [earlier.judgedWith === null ? 'not-kept' : 'rules']
  return changedGroups(known.digests, digests)
}

// A program that was built anew may judge by other code under the same rule set: its build is part of what judged.
// Where it was not built, as in tests, its code doesn't change under a database.
let build: string | undefined
function buildOfProgram(): string {
  if (build === undefined) {
    try {
      build = readFileSync(join(import.meta.dirname, '..', '..', '.built'), 'utf8').trim()
    } catch {
      build = 'unbuilt'
    }
  }
  return build
}

/** One digest of the rules, the numbers in force and the program that judge. */
export const judgedWith = (rules: RunRules): string =>
  hash('sha256', `${buildOfProgram()}\n${JSON.stringify(rules)}`, 'base64url')

/** 重新判定 3 个：发布与采集 2，台账 1 */
export function rejudgedWords({ accounts, why }: Rejudged): string {
  const reasons = Object.entries(why).map(([group, times]) => `${whyLabels[group] ?? group} ${times}`)
  return reasons.length === 0 ? '没有账号变动' : `重新判定 ${accounts} 个：${reasons.join('，')}`
}
