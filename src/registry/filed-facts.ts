import { platforms } from '../vocabulary/platforms.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type Account, factLabels } from './model.ts'

/**
 * What a filing says of an account. Once it is filed these are changed by 变更备案 or the next 报送; by hand only a slip is put
 * right, with its reason (docs/decisions/013). What is still empty may be filled in.
 */
export const filedFields = ['unitId', 'name', 'platform', 'identifier', 'profileUrl', 'certifiedEntity'] as const
export type FiledField = (typeof filedFields)[number]

export const filedFieldLabel = (field: FiledField): string => (field === 'unitId' ? '主办单位' : factLabels[field])

const filedChanges = (before: Account, after: Account): FiledField[] =>
  filedFields.filter((field) => before[field] !== null && before[field] !== after[field])

/** Refuses `account.filed-by-case` where a filed account is changed in what was filed and no slip is named. Pure. */
export function checkFiledByHand(before: Account | undefined, after: Account, slipReason = ''): void {
  const changed = before ? filedChanges(before, after) : []
  if (changed.length === 0 || slipReason.trim() !== '') return
  throw refuse('account.filed-by-case', { fields: changed.map(filedFieldLabel).join('、') })
}

/** As `after`, with what was filed left as it stands; `kept` names it. A closer word for the same platform is no change. */
export function keepFiled(before: Account, after: Account): { account: Account; kept: FiledField[] } {
  const closer = platforms[before.platform].family === platforms[after.platform].family
  const kept = filedChanges(before, after).filter((field) => !(field === 'platform' && closer))
  const standing = Object.fromEntries(kept.map((field) => [field, before[field]]))
  const words = kept.includes('platform')
    ? { platformFound: before.platformFound, vendorFound: before.vendorFound }
    : {}
  return { account: { ...after, ...standing, ...words }, kept }
}
