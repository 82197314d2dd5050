export { rollupRoutes } from './routes.tsx'
export { rateCell, rateText } from './rules.ts'
export { rollupOf, usualMonth } from './rollup.ts'
