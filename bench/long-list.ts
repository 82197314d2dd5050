import { systemIds } from '../src/database/index.ts'
import { bringRows, checkForDistrict, lexiconKind } from '../src/publishing/index.ts'
import { familyOf, memoryOf, ms, type Row } from './measure.ts'
import { districtId, makeScene } from './scene.ts'

const lines = 200_000

/** A list of 200,000 lines brought in as one file, and the first text that is checked with it. */
export async function longListRows(): Promise<Row[]> {
  const scene = await makeScene()
  try {
    const { operator } = scene
    // Ids as a server makes them: those of a seed cost a digest each.
    const deps = { ...scene.deps, ids: systemIds() }
    const keeper = { ...operator, kind: 'user' as const, districtId, roles: ['supervisor' as const] }
    // What a server that checks texts has anyway: the engine's model, the seed.
    await checkForDistrict(deps, districtId, { text: '各级攻府', unitId: null })
    const bytes = Buffer.from(listFile())
    const input = { districtId, kind: lexiconKind, unitId: null, fileName: '词库.csv', bytes }
    // Who is timed is not watched: memory is of a second time, on an emptied list.
    const bringing = await timed(() => bringRows(deps, keeper, input))
    const checking = await timed(() => checkForDistrict(deps, districtId, { text: wordOf(7), unitId: null }))
    await scene.database.pool.query('delete from lexicon_entry')
    const watch = watched()
    await bringRows(deps, keeper, input)
    await checkForDistrict(deps, districtId, { text: wordOf(7), unitId: null })
    const { most, longest } = watch()
    return [
      {
        what: `lists: a file of ${lines.toLocaleString('en')} lines brought in`,
        figure: ms(bringing.took),
        beside: `${bringing.value.added} kept, ${bringing.value.refused.length} refused; no other request held longer than ${ms(longest)}`,
        target: '< 5 s',
        holds: bringing.took < 5_000 && bringing.value.added === lines,
      },
      {
        what: 'lists: the first text checked with it, the automaton made anew',
        figure: ms(checking.took),
        beside: `${checking.value.findings.length} finding; memory of program, file reader and database up by ${most.toFixed(0)} MB at the most since before`,
        target: '< 5 s, < 300 MB',
        holds: checking.took < 5_000 && most < 300 && checking.value.findings.length === 1,
      },
    ]
  } finally {
    await scene.close()
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ took: number; value: T }> {
  const started = performance.now()
  const value = await work()
  return { took: performance.now() - started, value }
}

/** Watches memory and how long the program answered nobody, until it is called. */
function watched(): () => { most: number; longest: number } {
  const before = memoryOf(familyOf(process.pid))
  let [most, longest, last] = [0, 0, performance.now()]
  const look = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last - EVERY_MS)
    most = Math.max(most, memoryOf(familyOf(process.pid)) - before)
    last = performance.now()
  }
  const timer = setInterval(look, EVERY_MS)
  return () => {
    clearInterval(timer)
    look()
    return { most, longest }
  }
}
const EVERY_MS = 100

// Five letters that stand in no text, others for every number below the count of lines.
const wordOf = (n: number) =>
  [n % 500, Math.floor(n / 500), n % 499, n % 13, 7].map((of) => String.fromCharCode(0x4e00 + of * 11)).join('')

function listFile(): string {
  const words = Array.from({ length: lines }, (_, n) => wordOf(n))
  const rows = words.map((word, at) => `${word},${word.slice(0, 3)}正,规范用语表第${at % 50}页`)
  return ['错误用语,正确用语,依据', ...rows].join('\n')
}
