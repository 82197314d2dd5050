import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBackup } from '../../src/backup/read-backup.ts'
import { runCli } from '../../src/cli/index.ts'
import { parseFeed, parsePage } from '../../src/collection/index.ts'
import { readOpml } from '../../src/collection/feeds/opml.ts'
import { readTables, unpackFiles } from '../../src/documents/index.ts'
import { inspectScan } from '../../src/files/scans/inspect-scan.ts'
import { replay } from '../../src/monitoring/replay/replay.ts'
import { allowedHosts } from '../../src/outgoing/index.ts'
import { readScheme } from '../../src/scoring/scheme.ts'
import { extractText } from '../../src/textcheck/index.ts'
import { Refusal, refuse } from '../../src/vocabulary/refusals/index.ts'
import { commands } from '../../src/cli/commands/index.ts'
import { backupPlan } from '../../src/backup/schedule.ts'
import { hostileInput } from '../support/hostile/inputs.ts'
import { memoryOf } from '../support/hostile/memory.ts'
import { lookAtReply } from '../support/hostile/replies.ts'
import { goodFiles } from '../support/hostile/seeds.ts'

// A tenth in `npm test`, 2,000 in `npm run soak`, which sets the variable.
const inputs = Number(process.env['GOVMEDIA_HOSTILE_INPUTS'] ?? 220)
const LONGEST_MS = 5_000
const MOST_BYTES = 300 * 1024 * 1024

const folder = mkdtempSync(join(tmpdir(), 'govmedia-hostile-bytes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let good: Awaited<ReturnType<typeof goodFiles>>
beforeAll(async () => {
  good = await goodFiles()
})

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    return textOf(bytes)
  }
}
/** As a shell hands words over: none holds NUL. */
const wordsOf = (bytes: Uint8Array) => textOf(bytes).replaceAll('\0', '').split(/\s+/).filter(Boolean).slice(0, 6)

const quiet = { result: () => undefined, say: () => undefined, progress: () => undefined }
const nothingOpened = {
  osUser: 'test',
  out: quiet,
  open: () => Promise.reject(refuse('district.none')),
  serve: () => Promise.resolve(),
  makeDemo: () => Promise.reject(refuse('district.none')),
}

/** What a reader makes of its input; a sentence stands for nothing. */
function valueOrRefusal<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** Each border: what a good file is there, who reads it, and how much of the inputs it gets (readers in processes of their own are slow). */
const borders: Record<
  string,
  { kind: keyof Awaited<ReturnType<typeof goodFiles>>; share: number; read(bytes: Uint8Array): unknown }
> = {
  'a table: xlsx, xls, csv': { kind: 'tables', share: 3, read: (bytes) => readTables(bytes) },
  'a text: docx, html, txt': { kind: 'texts', share: 3, read: (bytes) => extractText(bytes, 'a.docx') },
  'an archive: zip': { kind: 'archives', share: 2, read: (bytes) => unpackFiles(bytes) },
  'a signed scan: pdf, jpg, png': { kind: 'scans', share: 1, read: (bytes) => inspectScan({ name: 'a.pdf', bytes }) },
  'a feed: RSS, Atom, JSON': {
    kind: 'feeds',
    share: 4,
    read: (bytes) => parseFeed(bytes, { 'content-type': 'text/xml; charset=gb2312' }),
  },
  'a list of feeds: OPML': { kind: 'lists', share: 1, read: (bytes) => readOpml(bytes) },
  'a page': { kind: 'pages', share: 4, read: (bytes) => parsePage(bytes, 'https://mp.weixin.qq.com/s/x') },
  'a reply of a platform': { kind: 'replies', share: 3, read: lookAtReply },
  'a backup': {
    kind: 'backups',
    share: 1,
    async read(bytes) {
      const path = join(folder, 'a.backup')
      // Every other one is hostile within its wrapping.
      writeFileSync(path, bytes.length % 2 === 0 ? zstdCompressSync(bytes) : bytes)
      const opened = await openBackup(path, 'passphrase')
      const drain = async (_id: string, content: AsyncIterable<unknown>) => {
        for await (const _ of content);
      }
      await opened.rest({ table: () => Promise.resolve(), file: drain, key: () => Promise.resolve() })
    },
  },
  'facts to judge again': { kind: 'json', share: 1, read: (bytes) => replay(jsonOf(bytes)) },
  'a scoring scheme': { kind: 'json', share: 1, read: (bytes) => readScheme(jsonOf(bytes)) },
  'a setting of the environment': {
    kind: 'settings',
    share: 1,
    // As an environment hands it over: no value holds NUL. Each setting by itself, for one that is refused hides the next.
    read(bytes) {
      const value = textOf(bytes).replaceAll('\0', '')
      const plain = { GOVMEDIA_BACKUP_DIR: folder, GOVMEDIA_BACKUP_PASSPHRASE: '芦苇荡里的白鹭与渡船之间' }
      const settings = [
        { ...plain, GOVMEDIA_BACKUP_DIR: value },
        { ...plain, GOVMEDIA_BACKUP_KEEP: value },
        { ...plain, GOVMEDIA_BACKUP_PASSPHRASE: value },
        { ...plain, GOVMEDIA_BACKUP_PASSPHRASE: undefined, GOVMEDIA_BACKUP_PASSPHRASE_FILE: value },
      ]
      const plans = settings.map((env) => valueOrRefusal(() => backupPlan(env)))
      // A border that reads nothing can't fail: the good ones are taken as they are.
      expect(backupPlan(plain)).toMatchObject({ folder })
      for (const plan of plans)
        expect(plan === undefined || (existsSync(plan.folder) && plan.keep >= 1 && plan.passphrase.length > 0)).toBe(
          true,
        )
      return allowedHosts(value)
    },
  },
  'a command line': {
    kind: 'lines',
    share: 2,
    read(bytes) {
      const names = Object.keys(commands)
      const chosen = names[bytes.length % names.length]!.split(' ')
      return runCli([...chosen, ...wordsOf(bytes)], nothingOpened)
    },
  },
}

const shares = Object.values(borders).reduce((sum, { share }) => sum + share, 0)

describe('bytes that nobody can have meant', () => {
  for (const [name, { kind, share, read }] of Object.entries(borders)) {
    const count = Math.ceil((inputs * share) / shares)
    it(
      `end with a result or a sentence at the border of ${name}: no crash, nothing over five seconds, nothing over 300 MB (${count} inputs)`,
      async () => {
        const before = memoryOf()
        let most = before
        const watch = setInterval(() => (most = Math.max(most, memoryOf())), 200)
        const wrong: string[] = []
        for (let n = 0; n < count; n++) {
          const bytes = hostileInput(n, good[kind])
          const started = performance.now()
          try {
            await read(bytes)
          } catch (error) {
            if (!(error instanceof Refusal)) wrong.push(`${n}: ${String((error as Error).stack).slice(0, 400)}`)
          }
          const took = performance.now() - started
          if (took > LONGEST_MS) wrong.push(`${n}: ${Math.round(took)} ms`)
        }
        clearInterval(watch)
        expect(wrong).toEqual([])
        expect(Math.max(most, memoryOf()) - before).toBeLessThan(MOST_BYTES)
      },
      60_000 + count * LONGEST_MS,
    )
  }
})
