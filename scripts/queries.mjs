// Writes tests/fixtures/queries.jsonl.zst: runs the tests (`node scripts/queries.mjs [PATH…]`) and keeps one of each kind
// of query that they put to a database, for tests/architecture/citus.test.ts. With paths, what is heard is added; without,
// all tests run and the file is made anew. `--from FOLDER` takes what an earlier run wrote down.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { fingerprintSync, loadModule } from 'libpg-query'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'tests/fixtures/queries.jsonl.zst')
const args = process.argv.slice(2)
const given = args[0] === '--from' ? args[1] : undefined
const paths = given ? [] : args
const folder = given ?? mkdtempSync(join(tmpdir(), 'govmedia-queries-'))

const linesOf = (text) => text.split('\n').filter(Boolean)

if (!given) {
  const env = { ...process.env, GOVMEDIA_QUERIES: folder }
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...paths], { cwd: root, env, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
await loadModule()
const before = paths.length > 0 ? linesOf(zstdDecompressSync(readFileSync(target)).toString('utf8')) : []
const heard = readdirSync(folder).flatMap((name) => linesOf(readFileSync(join(folder, name), 'utf8')))
const byKind = new Map()
for (const line of [...before, ...heard]) {
  const text = JSON.parse(line)
  // Statements of tests themselves that are wrong on purpose have no kind.
  const kind = kindOf(text)
  if (kind !== undefined && (byKind.get(kind) ?? text) >= text) byKind.set(kind, text)
}
const queries = [...byKind.values()].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
writeFileSync(target, zstdCompressSync(Buffer.from(queries.map((text) => `${JSON.stringify(text)}\n`).join(''))))
console.log(`${queries.length} kinds of queries`)
if (!given) rmSync(folder, { recursive: true })

function kindOf(text) {
  try {
    return fingerprintSync(text)
  } catch {
    return undefined
  }
}
