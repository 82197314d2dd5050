import { kinds } from '../../../src/database/scale/tables.ts'
import { heardQueries } from './heard.ts'
import { known } from './known.ts'
import { refusedIn } from './lint.ts'

type Tree = { stmts?: { stmt: Record<string, unknown> }[] }

let recorded: ReadonlySet<string> | undefined

/**
 * Queries that a distributed database refuses and that `known.ts` doesn't list, a line each. Those that are recorded word for
 * word are passed over: `tests/architecture/citus.test.ts` has read them.
 */
export async function unlistedIn(texts: readonly string[]): Promise<string[]> {
  recorded ??= new Set(heardQueries())
  const unread = texts.filter((text) => !recorded!.has(text))
  if (unread.length === 0) return []
  const { fingerprintSync, loadModule, parseSync } = await import('libpg-query')
  await loadModule()
  return unread.flatMap((text) => {
    let tree: Tree
    try {
      tree = parseSync(text) as Tree
    } catch {
      // Statements of tests themselves that are wrong on purpose.
      return []
    }
    const refused = [...new Set((tree.stmts ?? []).flatMap(({ stmt }) => refusedIn(stmt, kinds)))]
    const fingerprint = refused.length > 0 ? fingerprintSync(text) : ''
    return refused.length === 0 || fingerprint in known ? [] : [`${fingerprint} ${refused.join()} ${text}`]
  })
}
