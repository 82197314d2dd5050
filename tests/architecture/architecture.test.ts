import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadedWith, projectFiles, reachedFrom, root, rooms, sources } from './sources.ts'

const all = sources()
const byPath = new Map(all.map((source) => [source.path, source]))
const program = all.filter(({ room, isTest, path }) => room !== undefined && !isTest && !path.includes('/islands/'))
const islands = all.filter(({ path }) => path.startsWith('src/web/islands/'))
const floorOf = (room: string) => rooms.indexOf(room)
const roomOf = (target: string) => /^src\/([^/]+)\//.exec(target)?.[1]

/** `file -> target` of every import that `isWrong` says is wrong. */
const wrongImports = (isWrong: (target: string, room: string) => boolean) =>
  program.flatMap(({ path, room, imports }) =>
    imports.filter(({ target }) => isWrong(target, room ?? '')).map(({ target }) => `${path} -> ${target}`),
  )
const using = (pattern: RegExp, among = program) =>
  among.flatMap(({ path, uses }) => [...uses].filter((name) => pattern.test(name)).map((name) => `${path}: ${name}`))
const outside = (allowed: RegExp) => program.filter(({ path }) => !allowed.test(path))

describe('the house', () => {
  it('was seen whole: every source that git lists, and every import leads to a file', () => {
    expect(all.map(({ path }) => path)).toEqual(projectFiles(/\.tsx?$/))
    expect(program.length).toBeGreaterThan(200)
    expect(program.flatMap(({ imports }) => imports).length).toBeGreaterThan(program.length * 3)
    const gone = all.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => /^(src|tests|bench|scripts|dist)\//.test(target) && !existsSync(join(root, target)))
        .map(({ target }) => `${path} -> ${target}`),
    )
    expect(gone).toEqual([])
  })

  it('has only rooms that stand in the list, each with a front door and a page that says what it is for', () => {
    const standing = new Set(program.map(({ room }) => room ?? ''))
    expect([...standing].filter((room) => !rooms.includes(room))).toEqual([])
    const without = [...standing].flatMap((room) =>
      // vocabulary is words, entered by the word; app is entered by nobody.
      ['README.md', ...(room === 'vocabulary' || room === 'app' ? [] : ['index.ts'])]
        .map((name) => `src/${room}/${name}`)
        .filter((path) => !existsSync(join(root, path))),
    )
    expect(without).toEqual([])
  })

  it('has arrows that only point down', () => {
    expect(wrongImports((target, room) => floorOf(roomOf(target) ?? room) > floorOf(room))).toEqual([])
  })

  it('is entered by front doors: another room knows only its index', () => {
    const byWindow = wrongImports((target, room) => {
      const other = roomOf(target) ?? room
      return other !== room && other !== 'vocabulary' && target !== `src/${other}/index.ts`
    })
    expect(byWindow).toEqual([])
  })

  it('stands on no build, no test and no measurement', () => {
    expect(
      wrongImports((target) => /^(dist|tests|bench|scripts)\//.test(target) || /\.test\.tsx?$/.test(target)),
    ).toEqual([])
    expect(all.flatMap(({ imports }) => imports).filter(({ target }) => target.startsWith('dist/'))).toEqual([])
  })

  it('sends to browsers nothing but the islands themselves and words that every room shares', () => {
    expect(islands.length).toBeGreaterThan(0)
    const room = (target: string) => roomOf(target) ?? ''
    const beyond = islands
      .flatMap(({ imports }) => imports)
      .filter(({ target }) => !['web', 'vocabulary'].includes(room(target)))
    expect(beyond).toEqual([])
    expect(wrongImports((target) => target.includes('/islands/'))).toEqual([])
  })
})

describe('rules', () => {
  const rules = program.filter(({ path }) =>
    /\/(rules|draft|figures|self-check)\.ts$|\/indicators\/|\/rule-sets\//.test(path),
  )
  const reached = [...new Set(rules.flatMap((rule) => reachedFrom(rule, byPath)))]
  const world = /^(node:|pg|kysely|hono|undici|src\/(database|trail|jobs|access|files|notify|web)\/)/

  it('are pure, with all of their room that they stand on: no clock, no chance, no database, no file, no network', () => {
    expect(rules.length).toBeGreaterThanOrEqual(10)
    expect(reached).toEqual(expect.arrayContaining(rules))
    const impure = reached.flatMap(({ path, imports }) =>
      imports
        .filter(({ target, typeOnly }) => !typeOnly && world.test(target))
        .map(({ target }) => `${path} -> ${target}`),
    )
    expect(impure).toEqual([])
    expect(
      using(
        /^(new Date\(.?\)|Date\.now|Math\.random|performance\.now|process\.\w+|crypto\.\w+|fetch|setTimeout)$/,
        reached,
      ),
    ).toEqual([])
  })
})

describe('sources', () => {
  it('ask the machine for the time only where the clock is made, and at the edge that waits for other programs or measures', () => {
    const edge =
      /^src\/(calendar\/clock|app\/log|jobs\/queue|collection\/running\/pace|web\/measuring|database\/(ids|keeper|lock|clients|embedded\/server))\.ts$/
    expect(using(/^(new Date\(\)|Date\.now|performance\.now)$/, outside(edge))).toEqual([])
  })

  it('count days and moments in the calendar; a bare Date is met only where bytes and sessions are read', () => {
    const borders =
      /^src\/(calendar|app|database|documents)\/|^src\/access\/sessions\.ts$|^src\/collection\/(read-time|feeds\/dates|articles\/\w+)\.ts$/
    expect(using(/^new Date\(…\)$/, outside(borders))).toEqual([])
  })

  it('keep queries out of pages, routes, rules and models', () => {
    const places =
      /\/(pages|components|indicators|rule-sets)\/|\/(routes|rules|model|draft|figures|paper|layout)[^/]*\.tsx?$/
    const quiet = program.filter(({ path }) => places.test(path) && !/quer(y|ies)/.test(path))
    expect(quiet.length).toBeGreaterThan(40)
    expect(using(/^sql(\.\w+)?$|\.(selectFrom|insertInto|updateTable|deleteFrom|executeQuery)$/, quiet)).toEqual([])
    const wordless = program.filter(({ room }) =>
      ['vocabulary', 'calendar', 'documents', 'textcheck'].includes(room ?? ''),
    )
    expect(wordless.flatMap(({ imports }) => imports).filter(({ target }) => /^(pg|kysely)/.test(target))).toEqual([])
  })

  it('name the columns they read, and leave what the trail holds', () => {
    expect(
      program.filter(({ strings }) => strings.some((text) => /select \*/i.test(text))).map(({ path }) => path),
    ).toEqual([])
    expect(using(/\.selectAll$/)).toEqual([])
    const erasing = /(update|delete from|truncate)\s+trail_event/i
    expect(program.filter(({ strings }) => strings.some((text) => erasing.test(text))).map(({ path }) => path)).toEqual(
      [],
    )
  })

  it('hold one thing each: no file is longer than 450 lines', () => {
    expect(
      all.filter(({ path, lines }) => lines > 450 && path !== 'src/database/rows.ts').map(({ path }) => path),
    ).toEqual([])
  })

  it('have no drawer for everything', () => {
    expect(projectFiles(/^src\/.*(utils|helpers|common|manager)/i)).toEqual([])
  })

  it('leave no test out, let none run alone, and promise none for later', () => {
    const tests = all.filter(({ isTest }) => isTest)
    expect(using(/^(it|test|describe|bench)\.(skip|only|todo|fails|fixme)$/, tests)).toEqual([])
  })

  it('ask one file alone for the material beside the checkout', () => {
    const asking = all.filter(({ strings }) => strings.some((text) => /GOVMEDIA_SHARED|\.\.\/shared\b/.test(text)))
    expect(asking.map(({ path }) => path).filter((path) => path !== 'tests/architecture/architecture.test.ts')).toEqual(
      ['tests/support/shared-folder.ts'],
    )
  })
})

describe('a start', () => {
  /** What sends, reads markup of strangers, queues jobs, reads and makes papers. */
  const heavy =
    /^(undici|diff|nodemailer|htmlparser2|sanitize-html|domhandler|pg-boss|hucre|csv-parse\b.*|docx|echarts\b.*|@myriaddreamin\/.*|@resvg\/.*|@hyzyla\/.*|fast-png|pkijs|asn1js)$/
  const commands = program.filter(({ path }) => /^src\/cli\/commands\/(?!index)/.test(path)).map(({ path }) => path)
  const roomsWith = (path: string) => new Set([...loadedWith(path, byPath)].map(roomOf))

  it('of a command waits for no other command and for no server', () => {
    expect(commands.length).toBeGreaterThan(15)
    const withMain = [...loadedWith('src/app/main.ts', byPath)]
    expect(withMain).toContain('src/cli/run.ts')
    expect(withMain.filter((path) => commands.includes(path) || path === 'src/app/server.ts')).toEqual([])
    // The two largest commands of an office stand on the ledger alone.
    expect(roomsWith('src/cli/commands/exports.ts')).toContain('registry')
    for (const path of ['src/cli/commands/import-accounts.ts', 'src/cli/commands/exports.ts']) {
      for (const room of ['collection', 'monitoring', 'cleanup', 'reporting'])
        expect(roomsWith(path), path).not.toContain(room)
    }
  })

  it('loads none of the heavy libraries: each waits for its first use, or in a process of its own', () => {
    const standing = new Set(program.flatMap(({ imports }) => imports.map(({ target }) => target)))
    expect([...standing].filter((target) => heavy.test(target)).length).toBeGreaterThanOrEqual(8)
    for (const path of ['src/app/main.ts', 'src/app/server.ts', ...commands])
      expect(
        [...loadedWith(path, byPath)].filter((target) => heavy.test(target)),
        path,
      ).toEqual([])
  })
})
