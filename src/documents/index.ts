export { readTables } from './tables/read-tables.ts'
export type { ReadOptions } from './tables/read-tables.ts'
export type { Cell, Merge, Sheet, TableFile, TableFormat } from './tables/shapes.ts'
