import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'vitest'

const folder = process.env['GOVMEDIA_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url))
const present = existsSync(join(folder, 'domain'))

/** A file of the material that lies beside a checkout; undefined where it doesn't, and then its tests are counted as skipped. */
export function sharedPath(...parts: string[]): string | undefined {
  return present ? join(folder, ...parts) : undefined
}

/** Tests that read the material beside the checkout; skipped by name where it is absent. */
export const itWithShared = it.skipIf(!present)
export const describeWithShared = describe.skipIf(!present)
