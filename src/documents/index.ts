export { type PackedFile, packFiles, unpackEach, unpackFiles } from './tables/pack-files.ts'
export { zipArchive, type ZipPart } from './tables/zip-writer.ts'
export { atomId, atomText } from './texts/atom.ts'
export { readWordText, type WordText } from './texts/word-text.ts'
export { readTables } from './tables/read-tables.ts'
export type { ReadOptions } from './tables/read-tables.ts'
export type { Cell, Merge, Sheet, TableFile, TableFormat } from './tables/shapes.ts'
export { sheetName } from './tables/book.ts'
export type { Book, BookCell, BookRow, BookSheet, BookValue, DropDown, Look, PrintSetup } from './tables/book.ts'
export { workbookPieces, writeWorkbook, writeWorkbookTo } from './tables/write-workbook.ts'
export { csvPieces, writeCsv } from './tables/write-csv.ts'
export type { CsvValue } from './tables/write-csv.ts'
export {
  fontsInUse,
  type FormBook,
  type FormCell,
  type FormPaper,
  type FormRow,
  formText,
  pagesOfPrint,
  paperText,
  renderBarChart,
  renderDocx,
  renderFormsDocx,
  renderFormsPdf,
  renderPdf,
  renderTextDocx,
  renderTrend,
  standIn,
  stopPress,
} from './papers/index.ts'
export type { Annex, Block, Column, Paper, Run, TextBlock } from './papers/index.ts'
