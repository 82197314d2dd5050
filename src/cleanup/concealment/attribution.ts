import { platforms } from '../../vocabulary/platforms.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { entityWords, otherPlace, outsideKind } from './entities.ts'
import { type Found, sum } from './identity.ts'
import type { LedgerIndex } from './ledger-index.ts'
import type { LedgerUnit, Match, Part } from './model.ts'
import { closedNameRemark, only, resemblance, sameNamePart, sightOf, wordingPart } from './resemblance.ts'

/** What an account is that the ledger doesn't hold: whose it seems to be, and what it seems to be. */
export type Attribution = Pick<Match, 'kind' | 'score' | 'parts' | 'remarks' | 'wouldChange' | 'accountId' | 'unitId'> &
  Partial<Pick<Match, 'candidates'>>

/** Says what is to be made of an account that is not in the ledger. */
export function attribute(found: Found, index: LedgerIndex): Attribution {
  const owners = ownersOf(found, index)
  if (owners.units.length > 1) return undecided(found, owners)
  const [owner] = owners.units
  if (owner) return ofUnit(found, index, owner, owners.part)
  const outside = outsideOf(found, index)
  if (outside) return outside
  const { entityKind } = found
  if (entityKind === 'organ') return ofUnknownOrgan(found, index)
  if (entityKind === 'person' || entityKind === 'company' || entityKind === 'none') return ofStranger(found, index)
  return ofNobodyNamed(found, index)
}

function ownersOf({ discovered }: Found, index: LedgerIndex): { units: LedgerUnit[]; part: Part } {
  const entity = discovered.certifiedEntity
  const named = entity === null ? [] : index.units.named(entity)
  const sentence = named.some(({ exact }) => exact)
    ? `认证主体“${entity}”是台账中的单位。`
    : `认证主体“${entity}”即台账中的${named.map(({ unit }) => unit.name).join('、')}。`
  const points = named.some(({ exact }) => exact) ? 60 : 55
  return { units: [...new Set(named.map(({ unit }) => unit))], part: { part: 'entity', points, sentence } }
}

function undecided(found: Found, { units, part }: { units: LedgerUnit[]; part: Part }): Attribution {
  const names = units.map(({ name }) => name).join('、')
  return {
    kind: 'ambiguous',
    ...scored([part]),
    remarks: [`认证主体的写法可能指${names}，须先分清是哪个单位。`],
    wouldChange: `核实主办单位后，按该单位未备案或者移交线索处理。`,
    accountId: null,
    unitId: null,
  }
}

function ofUnit(found: Found, index: LedgerIndex, unit: LedgerUnit, entity: Part): Attribution {
  const listed = listedPart(found, index, unit)
  const name = namePart(found, index, unit)
  if (!unitKinds[unit.kind].inScope) return handedOver(unit, [entity, ...listed, ...name])
  return unfiled(found, index, unit, [entity, ...listed, ...name, ...absencePart(found, index)])
}

function handedOver(unit: LedgerUnit, parts: Part[]): Attribution {
  if (unit.kind === 'unknown')
    return {
      kind: 'ambiguous',
      ...scored(parts),
      remarks: [`${unit.name}的单位类型待核实，核实前不作判定。`],
      wouldChange: '先在台账核实单位类型，再按未备案或者移交线索处理。',
      accountId: null,
      unitId: unit.id,
    }
  return {
    kind: 'out-of-scope',
    ...scored(parts),
    remarks: [`${unit.name}属${unitKinds[unit.kind].label}，不在本通知范围，不作判定，按线索移交其主管部门。`],
    wouldChange: '核实主办单位属区政府部门、下属单位或镇（街道、场）的，改按未备案处理。',
    accountId: null,
    unitId: unit.id,
  }
}

function unfiled(found: Found, index: LedgerIndex, unit: LedgerUnit | undefined, parts: Part[]): Attribution {
  return {
    kind: 'unfiled',
    ...scored(parts),
    remarks: [...nearby(found, index, unit), ...goneRemark(found)],
    wouldChange: unit
      ? `核实为${unit.name}已登记账号更名的，改按更名处理；非该单位开设的，予以排除或按疑似假冒处理。`
      : '先核实主办单位；不属本通知范围的，改按移交线索处理。',
    accountId: null,
    unitId: unit?.id ?? null,
  }
}

// What the unit has on that platform already: a second one is a duplicate, or the first one renamed.
function nearby({ family, discovered }: Found, index: LedgerIndex, unit: LedgerUnit | undefined): string[] {
  if (!unit) return []
  const own = index.ofUnit(unit.id).filter((entry) => entry.family === family && !entry.closed)
  const names = own.map(({ account }) => `“${account.name}”`)
  const label = platforms[discovered.platform].label
  if (names.length === 0) return [`台账中${unit.name}在${label}上没有在运行的账号。`]
  const shown = names.length > 3 ? `${names.slice(0, 3).join('、')}等 ${names.length} 个账号` : names.join('、')
  return [`台账中${unit.name}在${label}上已有${shown}；请核实是另行开设，还是原账号更名。`]
}

const goneRemark = ({ discovered }: Found): string[] =>
  discovered.reachable === false ? ['清单写明账号已不能访问，请先核实其是否仍然存在。'] : []

function listedPart({ discovered }: Found, index: LedgerIndex, unit: LedgerUnit): Part[] {
  const listed = discovered.unitName
  if (listed === null || !index.units.named(listed).some((named) => named.unit === unit)) return []
  return [{ part: 'unit', points: 20, sentence: `清单所列单位“${listed}”即${unit.name}。` }]
}

function namePart(found: Found, index: LedgerIndex, unit: LedgerUnit): Part[] {
  const elsewhere = index.named(found.folded).find((entry) => entry.unit === unit)
  if (elsewhere) return [sameNamePart(elsewhere, 15)]
  const { units, words } = index.units.spokenOf(found.folded)
  return units.includes(unit) ? [{ part: 'name', points: 10, sentence: `名称含有单位字样“${words}”。` }] : []
}

const absencePart = (found: Found, index: LedgerIndex): Part[] =>
  (found.identities.length > 0 || found.page !== undefined) && !index.holds(found)
    ? [{ part: 'absence', points: 5, sentence: '台账中没有这个平台标识或主页链接。' }]
    : []

function outsideOf({ discovered }: Found, { district }: LedgerIndex): Attribution | undefined {
  const entity = discovered.certifiedEntity
  if (entity === null) return undefined
  const kind = outsideKind(entity)
  const place = otherPlace(entity, [district.name, district.shortName])
  if (kind === undefined && place === undefined) return undefined
  const sentence = kind ? `认证主体“${entity}”从名称看属${kind}。` : `认证主体“${entity}”从名称看属${place}，不在本区。`
  return {
    kind: 'out-of-scope',
    ...scored([{ part: 'entity', points: 60, sentence }]),
    remarks: ['不在本通知范围，不作判定，按线索移交其主管部门；单位性质按名称推断，移交前请核对。'],
    wouldChange: '核实主办单位属区政府部门、下属单位或镇（街道、场）的，改按未备案处理。',
    accountId: null,
    unitId: null,
  }
}

// An office that the ledger doesn't know as a unit may be a part of one that it knows.
function ofUnknownOrgan(found: Found, index: LedgerIndex): Attribution {
  const entity = found.discovered.certifiedEntity ?? ''
  const part: Part = {
    part: 'entity',
    points: 35,
    sentence: `认证主体“${entity}”从名称看是机关事业单位，台账中没有登记这个单位。`,
  }
  const unit = listedUnit(found, index) ?? only(index.units.spokenOf(found.folded).units)
  if (!unit) return unfiled(found, index, undefined, [part, ...absencePart(found, index)])
  const parts = [part, ...listedPart(found, index, unit), ...namePart(found, index, unit)]
  if (!unitKinds[unit.kind].inScope) return handedOver(unit, parts)
  return unfiled(found, index, unit, [...parts, ...absencePart(found, index)])
}

// 认证主体 is a person, a company or nobody: a name like an official one is a clue, and no more than that.
function ofStranger(found: Found, index: LedgerIndex): Attribution {
  const word = entityWords[found.entityKind]
  const alike = resemblance(found, index)
  const points = { person: 35, company: 30, none: 25 }[found.entityKind as 'person' | 'company' | 'none']
  const entity: Part = { part: 'entity', points, sentence: `认证主体为${word}，不是台账中的单位。` }
  if (!alike.part) return toBeSeen(found, index, [entity]) ?? unrelated([{ ...entity, points: points + 30 }])
  const parts: Part[] = [alike.part, entity, ...wordingPart(found)]
  const whose = alike.entry ? `${alike.entry.unit.name}的账号` : alike.units.map(({ name }) => name).join('、')
  return {
    kind: 'impostor',
    ...scored(parts),
    remarks: [
      `名称容易与${whose}混淆；是否假冒须向单位和平台核实后由人认定，核实前不作结论。`,
      ...closedNameRemark(alike.entry),
    ],
    wouldChange: '核实由单位委托他人开设或认证的，改按未备案或登记错误处理；核实为无关账号的，予以排除。',
    accountId: alike.entry?.account.id ?? null,
    unitId: alike.entry?.unit.id ?? only(alike.units)?.id ?? null,
  }
}

// One letter away from an official name, or under the district's own: the machine settles nothing, a person looks.
function toBeSeen(found: Found, index: LedgerIndex, parts: Part[]): Attribution | undefined {
  const { part, entry, entries, units } = sightOf(found, index)
  if (!part) return undefined
  const all = [part, ...parts, ...wordingPart(found)]
  return {
    kind: 'ambiguous',
    ...scored(all),
    remarks: [
      '可能是同音、形近字的假冒账号，可能是单位未备案的账号，也可能与政务无关：系统不作结论，请查看账号内容和认证信息后认定。',
      ...closedNameRemark(entry),
    ],
    wouldChange: '查明认证主体属本区单位的，按未备案处理；冒用单位名义的，按疑似假冒处理；与政务无关的，予以排除。',
    accountId: null,
    unitId: only(units)?.id ?? null,
    candidates: entries.map(({ account }) => ({ accountId: account.id, kind: 'impostor', score: sum(all) })),
  }
}

function unrelated(parts: Part[]): Attribution {
  const sentence = '名称与台账中的账号和单位都不相近，不是只差一个字，也不含本区地名。'
  const unlike: Part = { part: 'likeness', points: 30, sentence }
  return {
    kind: 'unrelated',
    ...scored([...parts, unlike]),
    remarks: ['不像政务新媒体账号，一般无须处理。'],
    wouldChange: '发现由本区单位主办的证据时，改按未备案处理。',
    accountId: null,
    unitId: null,
  }
}

// Nobody knows who stands behind it: the name and the unit listed beside it are all there is.
function ofNobodyNamed(found: Found, index: LedgerIndex): Attribution {
  const alike = resemblance(found, index)
  const unit = listedUnit(found, index) ?? alike.entry?.unit ?? only(alike.units)
  const parts = [
    ...(unit ? listedPart(found, index, unit).map((part) => ({ ...part, points: 40 })) : []),
    ...(alike.part ? [{ ...alike.part, points: Math.round(alike.part.points * 0.6) }] : []),
    ...wordingPart(found),
  ]
  // A word like 发布 alone makes no unit's account of a name.
  if (!unit && !alike.part) {
    const seen = toBeSeen(found, index, [])
    if (seen) return seen
  }
  if (parts.length === 0) return unrelated([])
  if (unit && !unitKinds[unit.kind].inScope) return handedOver(unit, parts)
  const judged = unfiled(found, index, unit, [...parts, ...absencePart(found, index)])
  const unsaid = found.entityKind === 'unknown' ? ['清单没有写明认证主体，请先查看认证信息。'] : []
  return { ...judged, remarks: [...unsaid, ...judged.remarks] }
}

const listedUnit = ({ discovered }: Found, index: LedgerIndex): LedgerUnit | undefined =>
  discovered.unitName === null ? undefined : only(index.units.named(discovered.unitName).map(({ unit }) => unit))

const scored = (parts: Part[]) => ({ parts, score: sum(parts) })
