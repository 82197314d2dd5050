import { describe, expect, it } from 'vitest'
import { apiProblems } from '../../src/api/problems.ts'
import { type Refusal, refuse } from '../../src/vocabulary/refusals/index.ts'
import { refusalsReached } from './refusals-reached.ts'
import { sourceTexts } from './sources.ts'

const edges = [
  ['src/web/security.ts', 'hostGuard'],
  ['src/web/security.ts', 'plainAddress'],
  ['src/web/routing.ts', 'limitBody'],
  ['src/web/app.tsx', 'knownTrouble'],
  ['src/api/routes.tsx', 'answer'],
  ['src/api/operations.ts', 'operations'],
  ['src/api/routes.tsx', 'answerPackages'],
  ['src/api/packages/operations.ts', 'packageOperations'],
].map(([path, name]) => ({ path: path!, name: name! }))

const caught = new Set([
  // What it refuses becomes what the answer says still waits for a person (`waits`).
  'src/exchange/verbs/enter-request.ts#enterRequest',
  // An attachment that can't be read passes.
  'src/files/secrecy/marked-file.ts#judge',
])

/** Refusals of pieces that the interface uses, which it can't meet. */
const never: Readonly<Record<string, string>> = {
  'access.denied': 'whoever bears a token for packages may receive them, and no one else comes that far',
  'access.confirm-first': 'asked of persons alone',
  'score.as-of-ahead': 'asked as of today',
  'score.no-scheme': 'a year that units were told of has its scheme',
  'file.empty': 'a package of no bytes is none: exchange.not-a-package',
  'file.too-large': 'a package has its own limit: exchange.too-large',
  'file.kind-not-accepted': 'kept as a package under a name of its own',
}
/** Where a code is only known when the line runs: what stands in its table. */
const computed: Readonly<Record<string, readonly string[]>> = {
  diskTrouble: ['database.disk-full', 'database.disk-failing', 'database.damaged'],
}

const reached = refusalsReached(sourceTexts(/^src\/.*(?<!\.test)\.tsx?$/), edges, caught)
const codes = [...reached].flatMap(([code, pieces]) =>
  code === 'computed' ? [...pieces].flatMap((piece) => computed[piece] ?? `computed in ${piece}`) : [code],
)

describe('the error codes of the interface’s page', () => {
  it('are all that its operations can refuse, besides the rate, the address and a defect', () => {
    const ofTheEdge = ['api.too-many', 'web.not-found', 'defect']
    const told = apiProblems.map(({ code }) => code)
    expect(new Set(told).size).toBe(told.length)
    const possible = [...new Set(codes)].filter((code) => !(code in never))
    expect(told.toSorted()).toEqual([...possible, ...ofTheEdge].toSorted())
    expect(Object.keys(never).filter((code) => !codes.includes(code))).toEqual([])
  })

  it('have the status that they are answered with', () => {
    const statusOf = (code: string) => (refuse as (code: string, params: object) => Refusal)(code, {}).status
    const refusals = apiProblems.filter(({ code }) => code !== 'defect').map(({ code, status }) => [code, status])
    expect(refusals).toEqual(refusals.map(([code]) => [code, statusOf(String(code))]))
  })
})

describe('a walk over what a piece of the program speaks of', () => {
  const walked = (texts: Record<string, string>, stops: string[] = []) =>
    [
      ...refusalsReached(new Map(Object.entries(texts)), [{ path: 'src/a.ts', name: 'a' }], new Set(stops)).keys(),
    ].toSorted()
  const b = `export const b = (x) => { if (x) throw refuse('b.one'); return c(x) }
    function c(x) { throw refuse(x ? 'c.one' : 'c.two', {}) }
    export function unused() { throw refuse('never.spoken-of') }`

  it('finds what is refused there, further down and in other modules, and nothing else', () => {
    const a = `import { b as other } from './index.ts'; export const a = { handle: async () => other(1) }`
    expect(walked({ 'src/a.ts': a, 'src/index.ts': `export { b } from './b.ts'`, 'src/b.ts': b })).toEqual([
      'b.one',
      'c.one',
      'c.two',
    ])
  })

  it('leaves out what is caught, and tells of a code that is made up when the line runs', () => {
    const a = `import { b } from './b.ts'; export function a(code) { try { b() } catch {} throw refuse(code) }`
    expect(walked({ 'src/a.ts': a, 'src/b.ts': b }, ['src/b.ts#b'])).toEqual(['computed'])
  })
})
