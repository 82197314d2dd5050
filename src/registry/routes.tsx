import type { Child } from 'hono/jsx'
import { defineRoutes, type RouteDefinition, type WebContext } from '../web/index.ts'
import type { Unit } from './model.ts'
import { accountRoutes } from './routes-accounts.tsx'
import { exportRoutes } from './routes-exports.tsx'
import { importRoutes } from './routes-imports.tsx'
import { unitRoutes } from './routes-units.tsx'

/** A part of the account's page that a room above fills in: posts, checks. app hands them in. */
export type AccountPanel = (c: WebContext, accountId: string) => Promise<Child>

/** The same on a unit's page: what is to be done about its accounts. */
export type UnitPanel = (c: WebContext, unit: Unit) => Promise<Child>

type Panels = { account: readonly AccountPanel[]; unit: readonly UnitPanel[] }

/** The ledger's pages; panels stand below the facts of an account and below the accounts of a unit. */
export function registryRoutes(panels: Panels): RouteDefinition[] {
  return defineRoutes([...exportRoutes, ...accountRoutes(panels.account), ...unitRoutes(panels.unit), ...importRoutes])
}
