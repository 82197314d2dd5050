export { compileBulletin } from './verbs/compile-bulletin.ts'
export { releaseBulletin } from './verbs/release-bulletin.ts'
export { printUnitSheet } from './unit-sheet.ts'
export { bulletinRoutes, readPeriod, unitSheetPanel } from './routes.tsx'
