import type { Rule } from '../model.ts'
import { bankCard } from './bank-card.ts'
import { brokenLink } from './broken-link.ts'
import { creditCode } from './credit-code.ts'
import { dateOrder } from './date-order.ts'
import { documentNumber } from './document-number.ts'
import { doubledCharacters } from './doubled-characters.ts'
import { doubledMarks } from './doubled-marks.ts'
import { falseHost, falseHostBehind } from './false-host.ts'
import { garbled } from './garbled.ts'
import { growth } from './growth.ts'
import { halfWidth } from './half-width.ts'
import { hiddenCharacters } from './hidden-characters.ts'
import { homeAddress } from './home-address.ts'
import { identityNumber } from './identity-number.ts'
import { impossibleDate } from './impossible-date.ts'
import { internalHint } from './internal-hint.ts'
import { internalLink, internalLinkBehind } from './internal-link.ts'
import { listedCount } from './listed-count.ts'
import { lunarClash } from './lunar-clash.ts'
import { mailAddress } from './mail-address.ts'
import { missingNumber } from './missing-number.ts'
import { mobileNumber } from './mobile-number.ts'
import { numberPlate } from './number-plate.ts'
import { particles } from './particles.ts'
import { pauseMark } from './pause-mark.ts'
import { secrecyMark } from './secrecy-mark.ts'
import { sums } from './sums.ts'
import { titleMarks } from './title-marks.ts'
import { travelDocument } from './travel-document.ts'
import { unpaired } from './unpaired.ts'
import { untilWhen } from './until-when.ts'
import { weekdayClash } from './weekday-clash.ts'

/** Every rule, in no order that matters: secrets and persons, numbers and days, links, marks and words. */
export const standardRules: readonly Rule[] = [
  secrecyMark,
  internalHint,
  identityNumber,
  mobileNumber,
  bankCard,
  travelDocument,
  numberPlate,
  homeAddress,
  mailAddress,
  creditCode,
  documentNumber,
  impossibleDate,
  weekdayClash,
  lunarClash,
  dateOrder,
  listedCount,
  sums,
  growth,
  missingNumber,
  internalLink,
  internalLinkBehind,
  falseHost,
  falseHostBehind,
  brokenLink,
  hiddenCharacters,
  garbled,
  halfWidth,
  doubledMarks,
  unpaired,
  pauseMark,
  titleMarks,
  doubledCharacters,
  particles,
  untilWhen,
]
