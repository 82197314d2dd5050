import { type Mark, Status } from '../../../web/index.ts'
import { type SheetState, sheetStateLabels } from '../model.ts'

const marks: Readonly<Record<SheetState, Mark>> = {
  printed: 'pend',
  scanned: 'warn',
  signed: 'pass',
  withdrawn: 'unkn',
}

export const SheetMark = ({ state, box }: { state: SheetState; box?: boolean }) => (
  <Status mark={marks[state]} word={sheetStateLabels[state]} {...(box && { box })} />
)
