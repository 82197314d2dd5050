import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Kind } from '../../../src/database/scale/tables.ts'
import type { TestDatabase } from '../database.ts'
import { atFileEnd } from '../file-end.ts'
import { quickFolder } from '../quick-folder.ts'

const source = fileURLToPath(new URL('stand-in', import.meta.url))

/**
 * Lets a test's database find an extension of the name that `scale apply` asks for. It is no Citus: it refuses what Citus
 * documents as refused and writes down what was placed where, and no more (`stand-in/extension/citus--0.sql`).
 */
export async function withStandIn({ owner, name }: TestDatabase): Promise<void> {
  // The server's account may not be able to read the project's folder.
  const folder = mkdtempSync(join(quickFolder(), 'govmedia-stand-in-'))
  atFileEnd(async () => rmSync(folder, { recursive: true, force: true }))
  cpSync(source, folder, { recursive: true })
  chmodSync(folder, 0o755)
  await owner((client) => client.query(`alter database ${name} set extension_control_path = '$system:${folder}'`))
}

export type Placed = { table: string; kind: Kind; column: string | null; colocation: number }

/** What the stand-in wrote down, but for what it took into its metadata only. */
export async function placedBy({ owner }: TestDatabase): Promise<Placed[]> {
  const { rows } = await owner((client) =>
    client.query<Placed>(
      `select logicalrelid::regclass::text as "table", case partmethod when 'h' then 'distributed' else 'reference' end as kind,
         column_to_column_name(logicalrelid, partkey) as "column", colocationid as colocation
       from pg_dist_partition where repmodel <> 's' or partmethod = 'h' order by 1`,
    ),
  )
  return rows
}
