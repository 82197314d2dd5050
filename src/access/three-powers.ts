import { refuse } from '../vocabulary/refusals/index.ts'
import { type Role, roleLabels } from './actions.ts'

/**
 * 三员: accounts (系统管理), safety (安全保密) and the trail (审计) are not one person's, or whoever does something wrong
 * would be the one who finds it (GB/T 22239-2019 8.1.5.1 to 8.1.5.3, 8.1.6.1 and 8.1.7.2).
 */
const separate: readonly Role[] = ['administrator', 'security_officer', 'auditor']

/** The powers of the three that somebody of these roles holds. */
const powersOf = (held: readonly Role[]): Role[] => separate.filter((role) => held.includes(role))

/** True where one person holds two of the three or all. */
export const holdsPowersTogether = (held: readonly Role[]): boolean => powersOf(held).length > 1

/** 宣传部门 and 保密部门: who reads for the line taken does not also say that a text holds no secret (decision 044). */
const offices: readonly Role[] = ['propaganda_office', 'secrecy_office']

/** True where one person countersigns for both. */
export const holdsOfficesTogether = (held: readonly Role[]): boolean => offices.every((role) => held.includes(role))

/** Refuses `access.powers-together`, `access.offices-together`. Who holds two from before keeps them until somebody changes their roles: `doctor` names them. */
export function requireSeparatePowers(held: readonly Role[]): void {
  const powers = powersOf(held)
  if (powers.length > 1)
    throw refuse('access.powers-together', { powers: powers.map((role) => roleLabels[role]).join('、') })
  if (holdsOfficesTogether(held)) throw refuse('access.offices-together')
}
