import { platforms } from '../../vocabulary/platforms.ts'
import type { EntityKind } from './entities.ts'
import { foldName } from './keys.ts'
import { conflictOf, sharedIdentity } from './known-by.ts'
import type { Entry, Keyed, LedgerIndex } from './ledger-index.ts'
import type { Discovered, Part } from './model.ts'

/** A found account with its keys and what its 认证主体 says. */
export type Found = Keyed & { discovered: Discovered; entityKind: EntityKind }

/** How the names stand to each other, from the surest to the loosest. */
export type NameLink = 'verbatim' | 'folded' | 'former' | 'core' | 'different'
export type Likeness = {
  entry: Entry
  /** Platform identity or own page in common. */
  identical: boolean
  nameLink: NameLink
  /** The entity on both sides is the same, or is the unit itself. */
  entityFits: boolean
  /** Identities of one space differ: surely two accounts (firm), or perhaps two spellings of one (loose). */
  conflict: 'firm' | 'loose' | 'none'
  parts: Part[]
  score: number
}

// Identity decides; what agrees besides tells apart those that share it. Without identity the name carries most.
const points = {
  identical: {
    identifier: 80,
    link: 75,
    linkBeside: 5,
    name: { verbatim: 7, folded: 6, former: 4, core: 2, different: 0 },
    entity: 4,
    unit: { exact: 2, alias: 1 },
    platform: 2,
  },
  named: {
    name: { verbatim: 70, folded: 66, former: 58, core: 45, different: 0 },
    entity: 15,
    unit: { exact: 10, alias: 5 },
    platform: 5,
    conflict: -20,
  },
} as const

/** Holds a found account against a registered one of the same platform: the points, each with its sentence. */
export function likenessOf(found: Found, entry: Entry, index: LedgerIndex): Likeness {
  const sharesIdentity = sharedIdentity(found, entry)
  const sharesPage = found.page !== undefined && found.page === entry.page
  const identical = sharesIdentity !== undefined || sharesPage
  const nameLink = nameLinkOf(found, entry)
  const conflict = identical ? 'none' : conflictOf(found, entry)
  const fit = entityFit(found, entry, index)
  const table = identical ? points.identical : points.named
  const parts = [
    ...identityParts(sharesIdentity, sharesPage),
    ...namePart(nameLink, table.name[nameLink], found, entry),
    ...(fit ? [{ part: 'entity' as const, points: table.entity, sentence: fit }] : []),
    ...unitPart(found, entry, index, table.unit),
    ...platformPart(found, entry, table.platform),
    ...(conflict === 'loose' ? [conflictPart] : []),
  ]
  return { entry, identical, nameLink, entityFits: fit !== undefined, conflict, parts, score: sum(parts) }
}

/** The sum of all points. */
export const sum = (parts: readonly Part[]) => parts.reduce((total, part) => total + part.points, 0)

function nameLinkOf(found: Found, entry: Entry): NameLink {
  if (found.discovered.name === entry.account.name) return 'verbatim'
  if (found.folded === '') return 'different'
  if (found.folded === entry.folded) return 'folded'
  if (entry.former.includes(found.folded)) return 'former'
  return found.core === entry.core ? 'core' : 'different'
}

/** Why the 认证主体 of the list fits the registered account; undefined where it doesn't, or nobody says. */
function entityFit(
  { discovered, entityKind }: Found,
  { account, unit, sponsor }: Entry,
  index: LedgerIndex,
): string | undefined {
  const entity = discovered.certifiedEntity
  if (entity === null) return undefined
  const folded = foldName(entity)
  // 区融媒体中心 is 临湖区融媒体中心; of two companies the place may be all that tells them apart.
  const isIt = (known: string | null): boolean =>
    known !== null && (foldName(known) === folded || (entityKind === 'organ' && index.units.isOneName(known, entity)))
  if (isIt(account.certifiedEntity)) return '认证主体与台账登记的一致。'
  if (isIt(account.operatorUnit)) return `认证主体是台账登记的运营单位“${account.operatorUnit}”。`
  if (folded === foldName(sponsor.name) || index.units.named(entity).some((named) => named.unit === unit))
    return `认证主体“${entity}”是主办单位${sponsor.name}。`
  return undefined
}

function identityParts(identity: string | undefined, page: boolean): Part[] {
  const { identifier, link, linkBeside } = points.identical
  const one = identity === undefined ? [] : [identifierPart(identity, identifier)]
  if (!page) return one
  const sentence = '主页链接与台账登记的一致。'
  return [...one, { part: 'link', points: identity === undefined ? link : linkBeside, sentence }]
}

const identifierPart = (value: string, worth: number): Part => ({
  part: 'identifier',
  points: worth,
  sentence: `平台标识“${value}”与台账登记的一致。`,
})

function namePart(link: NameLink, worth: number, { discovered }: Found, { account }: Entry): Part[] {
  const sentences: Readonly<Record<NameLink, string>> = {
    verbatim: `名称与台账登记的“${account.name}”完全一致。`,
    folded: `名称与台账登记的“${account.name}”只差全半角、大小写或标点。`,
    former: `名称是台账登记的曾用名，该账号现登记为“${account.name}”。`,
    core: `名称去掉地名和“官方”“发布”等字样后，与台账登记的“${account.name}”相同。`,
    different: `名称“${discovered.name}”与台账登记的“${account.name}”不同。`,
  }
  return [{ part: 'name', points: worth, sentence: sentences[link] }]
}

function unitPart(
  { discovered }: Found,
  { unit, sponsor }: Entry,
  index: LedgerIndex,
  worth: { exact: number; alias: number },
): Part[] {
  const listed = discovered.unitName
  if (listed === null) return []
  if (foldName(listed) === foldName(sponsor.name))
    return [{ part: 'unit', points: worth.exact, sentence: `清单所列单位就是主办单位${sponsor.name}。` }]
  if (!index.units.named(listed).some((named) => named.unit === unit)) return []
  return [{ part: 'unit', points: worth.alias, sentence: `清单所列单位“${listed}”即主办单位${unit.name}。` }]
}

const platformPart = ({ discovered }: Found, { account }: Entry, worth: number): Part[] =>
  discovered.platform === account.platform
    ? [{ part: 'platform', points: worth, sentence: `同为${platforms[account.platform].label}。` }]
    : []

const conflictPart: Part = {
  part: 'conflict',
  points: points.named.conflict,
  sentence: '两边的平台标识不同，可能是登记口径不一，也可能是两个账号。',
}
