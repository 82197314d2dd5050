export { rollupRoutes } from './routes.tsx'
export { coverageText, rateCell, rateText } from './rules.ts'
export { rollupOf, usualMonth } from './rollup.ts'
