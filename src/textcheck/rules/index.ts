import type { Rule } from '../model.ts'
import { identityNumber } from './identity-number.ts'
import { mobileNumber } from './mobile-number.ts'

/** Every rule, in no order that matters. */
export const standardRules: readonly Rule[] = [identityNumber, mobileNumber]
