import { mm } from './docx-styles.ts'

/** A page in twips: its size, its margins, the width of its text. */
export type Page = {
  width: number
  height: number
  margin: { top: number; bottom: number; left: number; right: number; header: number; footer: number }
  textWidth: number
}

/** A4 upright; 版心 156 x 225 mm (5.2.1). 22 lines of 580 twips are 4 more than 225 mm, which the foot gives up. */
export const UPRIGHT: Page = {
  width: mm(210),
  height: mm(297),
  margin: { top: mm(37), bottom: mm(35) - 4, left: mm(28), right: mm(26), header: mm(21), footer: mm(23) },
  textWidth: mm(156),
}

/** The same sheet turned, for wide tables: its head is the left edge of the bound sheet, its left edge the foot. */
export const TURNED: Page = {
  width: mm(297),
  height: mm(210),
  margin: { top: mm(28), bottom: mm(26), left: mm(35), right: mm(37), header: mm(12), footer: mm(14) },
  textWidth: mm(225),
}
