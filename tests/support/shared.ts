import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { sharedFolder as folder } from './shared-folder.ts'

const present = existsSync(join(folder, 'domain'))

/** A file of the material that lies beside a checkout; undefined where it doesn't, and then its tests are counted as skipped. */
export function sharedPath(...parts: string[]): string | undefined {
  return present ? join(folder, ...parts) : undefined
}

/** Tests that read the material beside the checkout; skipped by name where it is absent. */
export const itWithShared = it.skipIf(!present)
export const describeWithShared = describe.skipIf(!present)
