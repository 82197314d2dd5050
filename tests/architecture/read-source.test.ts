import { describe, expect, it } from 'vitest'
import { readSource } from './read-source.ts'

const read = (text: string, path = 'src/room/a.tsx') => readSource(path, text)
const targets = (text: string) =>
  read(text).imports.map(({ target, typeOnly }) => (typeOnly ? `type ${target}` : target))

describe('the reader of sources', () => {
  it.each([
    ["import { a } from './b.ts'", 'src/room/b.ts'],
    ["import './b.ts'", 'src/room/b.ts'],
    ["import type { a } from '../other/b.ts'", 'type src/other/b.ts'],
    ["import { type a, type b } from '../other/b.ts'", 'type src/other/b.ts'],
    ["import { type a, b } from '../other/b.ts'", 'src/other/b.ts'],
    ["import * as a from 'pg'", 'pg'],
    ["export { a } from './b.ts'", 'src/room/b.ts'],
    ["export * from './b.ts'", 'src/room/b.ts'],
    ["export type { A } from './b.ts'", 'type src/room/b.ts'],
    ["const a = await import('./b.ts')", 'src/room/b.ts'],
    ["type A = import('./b.ts').A", 'type src/room/b.ts'],
    ["import {\n  a,\n  b, // from './c.ts'\n} from\n  './b.ts'", 'src/room/b.ts'],
  ])('sees which module is named: %s', (text, wanted) => {
    expect(targets(text)).toEqual([wanted])
  })

  it('names nothing for a comment, a string, a pattern or words on a page', () => {
    expect(targets("// import a from 'b'\nconst s = `import a from 'b'`; const r = /import 'b'/")).toEqual([])
    expect([...read("const page = <p>new Date() it's import './b.ts'</p> // Date.now()").uses]).toEqual([])
  })

  it('refuses a module whose name is only known when it runs, and a file it cannot read', () => {
    expect(() => read('await import(name)')).toThrow('computed')
    expect(() => read('const = 1')).toThrow('src/room/a.tsx')
  })

  it('sees what is used, however it is written', () => {
    const { uses, strings } = read(
      "new Date(); new Date(1); Date . now(); Math['random'](); sql`select 1 ${a} from b`; db.x().selectFrom('t'); it . skip('x')",
    )
    for (const name of ['new Date()', 'new Date(…)', 'Date.now', 'Math.random', 'sql', '.selectFrom', 'it.skip'])
      expect(uses, name).toContain(name)
    expect(strings).toEqual(expect.arrayContaining(['select 1 ', ' from b', 't']))
  })
})
