import { runCheck } from '../src/monitoring/index.ts'
import { civilDate, month } from '../src/calendar/index.ts'
import {
  analyse,
  districtCode,
  generateDistricts,
  province,
  shareOf,
  type Size,
} from '../src/database/scale/generate.ts'
import type { Row } from './measure.ts'
import { makeScene, type Scene } from './scene.ts'

const GENERATED_WITHIN_S = 180
const COST_WITHIN = 1.3

async function makeDistricts({ deps, dataDir }: Scene, size: Size): Promise<void> {
  await deps.db
    .transaction()
    .execute((tx) => generateDistricts(tx, size, civilDate('2026-09-30'), civilDate('2026-10-10')))
  await analyse(dataDir)
}

type Place = { scene: Scene; size: Size; codes: string[]; times: number[] }

async function placeOf(districts: number): Promise<Place> {
  const [scene, size] = [await makeScene(), shareOf(districts)]
  await makeDistricts(scene, size)
  return {
    scene,
    size,
    codes: Array.from({ length: districts }, (_, index) => districtCode(index, districts)),
    times: [],
  }
}

const TURNS = 100

/**
 * The month's check of a district of the same size, alone and beside nine and ninety-nine others: milliseconds an account,
 * the middle of a hundred checks. The three take turns, so that what else the machine does meets all of them.
 */
async function checkCosts(): Promise<{ accounts: number; perAccountMs: number }[]> {
  const places: Place[] = []
  try {
    for (const districts of [1, 10, 100]) places.push(await placeOf(districts))
    const check = async ({ scene: { deps, operator }, codes }: Place, turn: number) => {
      const started = performance.now()
      await runCheck(deps, operator, { districtId: codes[turn % codes.length]!, month: month('2026-09') })
      return performance.now() - started
    }
    // A district's first check writes its candidates; what is read for the first time is not the cost of an account.
    for (const place of places) for (const turn of place.codes.keys()) await check(place, turn)
    for (let turn = 0; turn < TURNS; turn++) for (const place of places) place.times.push(await check(place, turn))
    return places.map(({ size, codes, times }) => ({
      accounts: size.accounts,
      perAccountMs: times.toSorted((a, b) => a - b)[TURNS / 2]! / (size.accounts / codes.length),
    }))
  } finally {
    for (const { scene } of places) await scene.close()
  }
}

/** A province made, its size on the disk, and how the cost of a month's check grows with the districts beside it. */
export async function scaleRows(): Promise<Row[]> {
  const scene = await makeScene()
  let made: { seconds: number; sizes: { name: string; bytes: number; rows: number }[] }
  try {
    const started = performance.now()
    await makeDistricts(scene, province)
    const seconds = (performance.now() - started) / 1_000
    const { rows } = await scene.database.pool.query<{ name: string; bytes: number; rows: number }>(
      `select name, pg_total_relation_size(name::regclass) as bytes, (select reltuples::int8 from pg_class where oid = name::regclass) as rows
       from unnest(array['post', 'account', 'collection_span']) as t (name)`,
    )
    made = { seconds, sizes: rows }
  } finally {
    await scene.close()
  }
  const post = made.sizes.find(({ name }) => name === 'post')!
  const costs = await checkCosts()
  const each = costs.map(({ perAccountMs }) => perAccountMs)
  const apart = Math.max(...each) / Math.min(...each)
  return [
    {
      what: `a province made: ${province.cities} cities, ${province.districts} districts, ${province.accounts} accounts, ${province.posts} posts`,
      figure: `${made.seconds.toFixed(1)} s`,
      beside: `${post.rows} posts, ${(post.bytes / 2 ** 20).toFixed(0)} MB, ${Math.round(post.bytes / post.rows)} bytes a post with its indexes`,
      target: `< ${GENERATED_WITHIN_S} s`,
      holds: made.seconds < GENERATED_WITHIN_S && post.rows === province.posts,
    },
    {
      what: "month's check, cost an account, 1, 10 and 100 districts",
      figure: costs.map(({ perAccountMs }) => `${perAccountMs.toFixed(2)} ms`).join(', '),
      beside: `${costs.map(({ accounts }) => accounts).join(', ')} accounts: ${apart.toFixed(2)} x apart`,
      target: `<= ${COST_WITHIN} x`,
      holds: apart <= COST_WITHIN,
    },
  ]
}
