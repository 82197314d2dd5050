export { renderBarChart, renderTrend } from './chart.ts'
export { type FormBook, type FormCell, type FormPaper, type FormRow, formText } from './form-model.ts'
export type { Annex, Block, Column, Paper, Run } from './model.ts'
export { standIn } from './fonts.ts'
export { stopPress } from './press.ts'
export {
  fontsInUse,
  pagesOfPrint,
  renderDocx,
  renderFormsDocx,
  renderFormsPdf,
  renderPdf,
  renderTextDocx,
} from './render.ts'
export type { TextBlock } from './text-model.ts'
export { paperText } from './text.ts'
