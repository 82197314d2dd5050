import type { Child } from 'hono/jsx'
import { defineRoutes, type RouteDefinition, type WebContext } from '../web/index.ts'
import { accountRoutes } from './routes-accounts.tsx'
import { exportRoutes } from './routes-exports.tsx'
import { importRoutes } from './routes-imports.tsx'
import { unitRoutes } from './routes-units.tsx'

/** A part of the account's page that a room above fills in: posts, checks. app hands them in. */
export type AccountPanel = (c: WebContext, accountId: string) => Promise<Child>

/** The ledger's pages; `panels` stand below the facts of an account. */
export function registryRoutes(panels: { account: readonly AccountPanel[] }): RouteDefinition[] {
  return defineRoutes([...exportRoutes, ...accountRoutes(panels.account), ...unitRoutes, ...importRoutes])
}
