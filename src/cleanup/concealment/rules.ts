import type { CivilDate } from '../../calendar/index.ts'
import { attribute } from './attribution.ts'
import { entityKind, entityWords, otherPlace } from './entities.ts'
import { type Found, type Likeness, likenessOf } from './identity.ts'
import { indexLedger, type LedgerIndex } from './ledger-index.ts'
import type { Discovered, Ledger, Match, MatchKind } from './model.ts'

type Choice = { found: Found; chosen: Likeness | undefined; match: Match }

/**
 * Holds found accounts against the ledger as it stood on a day (notice 三: 私自开设、瞒报漏报). Every result says how much
 * speaks for it, part by part, and what would change it; nothing here is a finding before a person has decided. The
 * order of the list doesn't matter; results come in its order.
 */
export function matchDiscovered(
  discovered: readonly Discovered[],
  ledger: Ledger,
  { asOf }: { asOf: CivilDate },
): Match[] {
  const index = indexLedger(ledger, asOf)
  const choices = discovered.map((one) => choose(foundOf(one, index), index, asOf))
  settleClaims(choices, index)
  return choices.map(({ match }) => match)
}

const foundOf = (discovered: Discovered, index: LedgerIndex): Found => ({
  ...index.keyed(discovered),
  discovered,
  entityKind: entityKind(discovered.certifiedEntity),
})

function choose(found: Found, index: LedgerIndex, asOf: CivilDate): Choice {
  const all = index
    .samePlatform(found)
    .map((entry) => likenessOf(found, entry, index))
    .filter((likeness) => mayBeTheSame(found, likeness, index))
  const identical = all.filter((likeness) => likeness.identical)
  // Platform identity outweighs every name: names are changed, taken over and imitated.
  const best = highest(identical.length > 0 ? identical : all)
  const [chosen, another] = best
  if (!chosen) return { found, chosen: undefined, match: notInLedger(found, index) }
  if (another) return { found, chosen: undefined, match: undecided(found, best, asOf, severalFit(best.length)) }
  const doubt = doubtAbout(found, chosen, index)
  if (doubt) return { found, chosen: undefined, match: undecided(found, best, asOf, doubt) }
  return { found, chosen, match: settled(found, chosen, asOf) }
}

const notInLedger = (found: Found, index: LedgerIndex): Match => ({
  discovered: found.discovered,
  candidates: [],
  ...attribute(found, index),
})

// A name alone makes nobody the same: not against a firm identity, not when a stranger stands behind the account.
function mayBeTheSame(
  found: Found,
  { identical, conflict, nameLink, entityFits }: Likeness,
  index: LedgerIndex,
): boolean {
  if (identical) return true
  if (conflict === 'firm' || nameLink === 'different') return false
  if (nameLink === 'core' || entityFits) return entityFits
  if (found.entityKind === 'person' || found.entityKind === 'company' || found.entityKind === 'none') return false
  const entity = found.discovered.certifiedEntity
  return entity === null || otherPlace(entity, [index.district.name, index.district.shortName]) === undefined
}

// Of those that share the most points the running ones: a closed one of the same name is its predecessor.
function highest(likenesses: readonly Likeness[]): Likeness[] {
  const most = Math.max(...likenesses.map(({ score }) => score))
  const best = likenesses.filter(({ score }) => score === most)
  const running = best.filter(({ entry }) => !entry.closed)
  return running.length > 0 ? running : best
}

const severalFit = (count: number) => `台账中有 ${count} 个账号与之同样接近，系统分不清是哪一个，请逐一比对后认定。`

function doubtAbout(found: Found, { identical, conflict, entityFits, entry }: Likeness, index: LedgerIndex) {
  if (identical) return undefined
  if (conflict === 'loose')
    return '名称与台账账号一致，平台标识却不同：可能是标识登记口径不一，也可能是另一个账号，请核对后认定。'
  const entity = found.discovered.certifiedEntity
  if (entityFits || entity === null || found.entityKind === 'unknown') return undefined
  return index.units.named(entity).length > 0
    ? `名称与${entry.unit.name}的账号相同，认证主体“${entity}”却是台账中的另一单位，请核实账号归谁主办。`
    : `名称与${entry.unit.name}的账号相同，认证主体却与台账不符：可能是该单位的旧称、所属机构，也可能是他人的同名账号，请核实后认定。`
}

function settled(found: Found, likeness: Likeness, asOf: CivilDate): Match {
  const { entry, parts, score, identical } = likeness
  const kind = kindOf(found.discovered, likeness, asOf)
  return {
    discovered: found.discovered,
    kind,
    score,
    parts,
    remarks: remarksOn(found, likeness, kind, asOf),
    wouldChange: wouldChange(kind, identical),
    accountId: entry.account.id,
    unitId: entry.unit.id,
    candidates: [],
  }
}

function kindOf(discovered: Discovered, { entry, nameLink }: Likeness, asOf: CivilDate): MatchKind {
  if (entry.closed) return isSeenAfterClosing(discovered, entry.account.ceasedOn, asOf) ? 'reappeared' : 'matched'
  return nameLink === 'verbatim' || nameLink === 'folded' ? 'matched' : 'renamed'
}

// Seen on the day of its closing, it may have been seen before: only a later day speaks of 重新上线.
const isSeenAfterClosing = ({ reachable, discoveredOn }: Discovered, ceasedOn: CivilDate | null, asOf: CivilDate) =>
  reachable !== false && (ceasedOn === null || (discoveredOn ?? asOf) > ceasedOn)

function remarksOn(
  found: Found,
  { entry, nameLink, identical, entityFits }: Likeness,
  kind: MatchKind,
  asOf: CivilDate,
) {
  const { discovered } = found
  const { account } = entry
  const remarks: string[] = []
  if (entry.closed) remarks.push(closedRemark(discovered, account.ceasedOn, kind, asOf))
  else if (discovered.reachable === false)
    remarks.push('清单写明账号不能访问，台账仍登记为在运行，请核实是否未经备案自行注销。')
  if (kind === 'renamed' && nameLink === 'former') remarks.push('清单所见为曾用名，请核实账号在平台上的现用名称。')
  if (discovered.certifiedEntity !== null && !entityFits)
    remarks.push(
      found.entityKind === 'person'
        ? '认证主体为个人，与台账登记不一致，请核实。'
        : `认证主体“${discovered.certifiedEntity}”（${entityWords[found.entityKind]}）与台账登记不一致，请核实。`,
    )
  if (!identical) remarks.push('台账或清单缺平台标识、主页链接，只按名称比对，请补登记平台标识。')
  return remarks
}

function closedRemark(discovered: Discovered, ceasedOn: CivilDate | null, kind: MatchKind, asOf: CivilDate): string {
  const day = discovered.discoveredOn ?? asOf
  const closed = ceasedOn ? `台账登记该账号已于 ${ceasedOn} 关停` : '台账登记该账号已关停（未登记关停日期）'
  if (kind === 'matched')
    return discovered.reachable === false
      ? `${closed}，清单也写明不能访问，两者一致。`
      : `${closed}，发现日期 ${day} 不晚于关停之日。`
  return `${closed}，${day} 仍能看到${discovered.reachable === null ? '（清单没有写明能否访问，按能够访问计）' : ''}。`
}

function wouldChange(kind: MatchKind, identical: boolean): string {
  if (kind === 'reappeared') return '核实账号实际不能访问，或者是他人注册的同名账号的，改按已登记或疑似假冒处理。'
  if (kind === 'renamed')
    return identical
      ? '核实为平台显示差错，或者台账已按程序变更的，予以排除。'
      : '核实平台标识不同的，说明是另一个账号，改按未备案处理。'
  return identical
    ? '核实标识或链接登记有误的，重新比对。'
    : '核实平台标识不同的，说明是另一个账号，改按未备案或疑似假冒处理。'
}

function undecided(found: Found, best: readonly Likeness[], asOf: CivilDate, why: string): Match {
  const [top] = best
  const units = new Set(best.map(({ entry }) => entry.unit.id))
  const [unitId = null] = units.size === 1 ? units : []
  return {
    discovered: found.discovered,
    kind: 'ambiguous',
    score: top?.score ?? 0,
    parts: top?.parts ?? [],
    remarks: [why],
    wouldChange: '核对两边的平台标识、主页链接，补齐或更正后重新比对，即可分清。',
    accountId: null,
    unitId,
    candidates: best.map((likeness) => ({
      accountId: likeness.entry.account.id,
      kind: kindOf(found.discovered, likeness, asOf),
      score: likeness.score,
    })),
  }
}

/**
 * One registered account is one account: where several rows claim it by name, those that can't be the same give way to
 * the best, and a similar name gives way to the account itself.
 */
function settleClaims(choices: Choice[], index: LedgerIndex): void {
  const claims = Map.groupBy(
    choices.filter(({ chosen }) => chosen !== undefined),
    ({ chosen }) => chosen?.entry.account.id,
  )
  for (const rivals of claims.values()) if (rivals.length > 1) settleRivals(rivals, index)
}

function settleRivals(rivals: readonly Choice[], index: LedgerIndex): void {
  const isSure = ({ chosen }: Choice) =>
    chosen?.identical === true || chosen?.nameLink === 'verbatim' || chosen?.nameLink === 'folded'
  const sure = rivals.filter(isSure)
  if (sure.length > 0) for (const rival of rivals) if (!isSure(rival)) giveWay(rival, index)
  const byName = sure.filter(({ chosen }) => chosen?.identical === false)
  const at = contradictions(sure)
  const torn = byName.filter(({ found }) => found.identities.some(({ space }) => at.has(space)))
  const known = sure.length > byName.length
  const most = Math.max(...torn.map(({ match }) => match.score))
  const [winner, second] = torn.filter(({ match }) => match.score === most)
  for (const rival of torn) if (known || second || rival !== winner) leaveOpen(rival)
}

/** Spaces of identities in which rows that claim one account name different ones. */
function contradictions(rivals: readonly Choice[]): Set<string> {
  const values = new Map<string, string>()
  const torn = new Set<string>()
  for (const { found } of rivals)
    for (const { space, value } of found.identities) {
      if ((values.get(space) ?? value) !== value) torn.add(space)
      values.set(space, value)
    }
  return torn
}

function giveWay(rival: Choice, index: LedgerIndex): void {
  if (rival.chosen?.nameLink === 'former') leaveOpen(rival)
  else rival.match = notInLedger(rival.found, index)
}

function leaveOpen(rival: Choice): void {
  const { match, chosen } = rival
  if (!chosen) return
  rival.match = {
    ...match,
    kind: 'ambiguous',
    accountId: null,
    remarks: ['清单中另有账号也对应台账的这个账号，两者不会是同一个，请核对平台标识后认定。'],
    wouldChange: '核对两边的平台标识、主页链接，补齐或更正后重新比对，即可分清。',
    candidates: [{ accountId: chosen.entry.account.id, kind: match.kind, score: match.score }],
  }
}
