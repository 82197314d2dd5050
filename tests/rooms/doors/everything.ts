import type { DoorScene } from '../../support/doors/scene.ts'

/** Every row of the scene, and of each id the table where it is the thing's own. */
export type Everything = { rows: Map<string, Set<string>>; ids: Set<string>; tableOf: Map<string, string> }

let kept: { scene: DoorScene; everything: Everything } | undefined

export async function everythingBefore(scene: DoorScene): Promise<Everything> {
  if (kept?.scene === scene) return kept.everything
  const everything: Everything = { rows: new Map(), ids: new Set(), tableOf: new Map() }
  const { rows: tables } = await scene.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  for (const { name } of tables) {
    const { rows } = await scene.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`)
    everything.rows.set(name, new Set(rows.map(({ row }) => row)))
    for (const { row } of rows) {
      for (const id of row.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []) everything.ids.add(id)
      const own = /"id": "([0-9a-f-]{36})"/.exec(row)?.[1]
      if (own) everything.tableOf.set(own, name)
    }
  }
  kept = { scene, everything }
  return everything
}
