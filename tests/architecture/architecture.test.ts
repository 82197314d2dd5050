import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missingOptional } from '../../scripts/complete-lock.mjs'
import { projectFiles, root, rooms, sources, withoutComments } from './sources.ts'

const all = sources()
const program = all.filter(({ room, isTest }) => room !== undefined && !isTest)
const floorOf = (name: string) => rooms.indexOf(name)

describe('the house', () => {
  it('was seen whole: as many sources as git lists, and their imports were read', () => {
    const listed = projectFiles(/^src\/.*\.tsx?$/)
    expect(all.filter(({ path }) => path.startsWith('src/')).length).toBe(listed.length)
    expect(program.length).toBeGreaterThan(100)
    expect(program.reduce((count, { imports }) => count + imports.length, 0)).toBeGreaterThan(program.length * 2)
  })

  it('has only rooms that stand in the list, each with a front door and a README', () => {
    for (const room of new Set(program.map((source) => source.room!))) {
      expect(rooms, room).toContain(room)
      if (room === 'vocabulary' || room === 'app') continue
      expect(existsSync(join(root, 'src', room, 'index.ts')), `${room}/index.ts`).toBe(true)
      expect(existsSync(join(root, 'src', room, 'README.md')), `${room}/README.md`).toBe(true)
    }
  })

  it('has arrows that only point down', () => {
    const upward = program.flatMap(({ path, room, imports }) =>
      imports
        .filter(({ target }) => target.startsWith('src/'))
        .flatMap(({ target }) => {
          const other = target.split('/')[1]!
          return other !== room && floorOf(other) >= floorOf(room!) ? [`${path} -> ${target}`] : []
        }),
    )
    expect(upward).toEqual([])
  })

  it('is entered by front doors: another room knows only its index', () => {
    const burglars = program.flatMap(({ path, room, imports }) =>
      imports
        .filter(
          ({ target }) =>
            target.startsWith('src/') &&
            target.split('/')[1] !== room &&
            target.split('/')[1] !== 'vocabulary' &&
            !/^src\/[^/]+\/index\.ts$/.test(target),
        )
        .map(({ target }) => `${path} -> ${target}`),
    )
    expect(burglars).toEqual([])
  })

  it('imports from no build and no test', () => {
    expect(
      program.flatMap(({ path, imports }) =>
        imports
          .filter(({ target }) => /^(dist|tests|bench)\//.test(target))
          .map(({ target }) => `${path} -> ${target}`),
      ),
    ).toEqual([])
  })
})

describe('rules', () => {
  const rules = program.filter(({ path }) =>
    /\/(rules|draft|figures|self-check)\.ts$|\/indicators\/|\/rule-sets\//.test(path),
  )

  it('are pure: no clock, no chance, no database, no file, no network', () => {
    expect(rules.length).toBeGreaterThanOrEqual(10)
    for (const { path, code, imports } of rules) {
      expect(code, path).not.toMatch(/Date\.now|new Date\(|Math\.random|process\.|fetch\(|setTimeout/)
      for (const { target, typeOnly } of imports) {
        const impure =
          /^(node:|pg|kysely|hono|undici)/.test(target) ||
          (!typeOnly && /^src\/(database|trail|jobs|files|web|access)\//.test(target))
        expect(impure, `${path} -> ${target}`).toBe(false)
      }
    }
  })
})

describe('sources', () => {
  it('know `Date` only in the calendar, at borders with the machine, and where bytes of files are read', () => {
    const allowed =
      /^src\/(calendar|app|database|documents)\/|^src\/access\/sessions\.ts$|^src\/collection\/read-time\.ts$/
    expect(
      program
        .filter(({ path, code }) => /new Date\(|Date\.now\(/.test(code) && !allowed.test(path))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('never select everything but by a table of their own, and never delete from the trail', () => {
    expect(program.filter(({ code }) => /select \*/i.test(code)).map(({ path }) => path)).toEqual([])
    expect(
      program.filter(({ code }) => /(?:deleteFrom|updateTable)\('trail_event'\)/.test(code)).map(({ path }) => path),
    ).toEqual([])
  })

  it('hold one thing each: no file is longer than 450 lines', () => {
    const long = all.filter(
      ({ path, text }) => !/\.test\.tsx?$|database\/rows\.ts/.test(path) && text.split('\n').length > 450,
    )
    expect(long.map(({ path }) => path)).toEqual([])
  })

  it('have no drawer for everything', () => {
    expect(projectFiles(/^src\/.*(utils|helpers|common|manager)/i)).toEqual([])
  })

  it('leave no test out and let none run alone', () => {
    expect(
      all.filter(({ code }) => /\b(it|test|describe)\.(skip|only|todo)\(/.test(code)).map(({ path }) => path),
    ).toEqual([])
  })
})

describe('the scanner', () => {
  it('reads comments as comments and strings as strings', () => {
    expect(withoutComments("const a = 'http://x' // import x from 'y'\n/* new Date( */")).not.toContain('new Date')
    expect(withoutComments("const a = 'http://x' // b")).toContain('http://x')
  })
})

describe('papers', () => {
  const papers = projectFiles(/\.(md|json|ts|tsx|mjs|sh|sql|css|typ|yml|yaml)$|^govmedia$|^\.ci\//)

  it('name no machine, no registry and no download address', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
    expect(lock).not.toContain('"resolved"')
    const host = ['registry', 'npmjs', 'org'].join('.')
    const home = join(root, '..')
    const found = papers.filter((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return text.includes(host) || (home.length > 5 && text.includes(`${home}main`))
    })
    expect(found).toEqual([])
  })

  it('lock every optional package of every platform, so that `npm ci` succeeds on each', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    expect(missingOptional(lock)).toEqual([])
  })

  it('start with the licence and two commands that work from a clone', () => {
    expect(readFileSync(join(root, 'LICENSE'), 'utf8')).toContain('Apache License')
    const modes = execFileSync('git', ['ls-files', '--stage', 'govmedia', '.ci/run', 'scripts/run.sh'], {
      cwd: root,
      encoding: 'utf8',
    })
    for (const line of modes.trim().split('\n').filter(Boolean)) expect(line).toMatch(/^100755/)
  })
})
