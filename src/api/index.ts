export { openRoutes } from './routes.tsx'
export { createToken } from './tokens/create-token.ts'
export {
  type ApiScope,
  apiScopes,
  longestDays,
  perMinuteUsual,
  scopeLabels,
  tokenState,
  tokenStateLabels,
} from './tokens/model.ts'
export { listTokens } from './tokens/queries.ts'
export { revokeToken } from './tokens/revoke-token.ts'
