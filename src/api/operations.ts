import type { Operation } from './operation.ts'
import { directoryOperations } from './resources/directory.ts'
import { filingOperations } from './resources/filings.ts'
import { ledgerOperations } from './resources/ledger.ts'
import { monitoringOperations } from './resources/monitoring.ts'
import { orderOperations } from './resources/orders.ts'
import { paperOperations } from './resources/papers.ts'

/** Everything there is at `/api/v1`, in the order of the document. */
export const operations: readonly Operation[] = [
  ...ledgerOperations,
  ...filingOperations,
  ...monitoringOperations,
  ...orderOperations,
  ...paperOperations,
  ...directoryOperations,
]

export const apiBase = '/api/v1'
