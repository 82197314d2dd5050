import { createHash } from 'node:crypto'
import { type Actor, chainOf, type Deps } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { bearsSecrecyMark } from '../../vocabulary/secrecy-mark.ts'
import { type FileToJudge, markedPlace } from './marked-file.ts'
import { recordStops, textKeyOf } from './stops.ts'

/** `source`: what was being done; `place`: the page, where there is one. `called`: what a person is told instead of the name of a file. */
type Brought = {
  districtId: string
  source: '网页上传' | '上下级报送'
  place?: string
  files: readonly FileToJudge[]
  called?: (at: number) => string
}

/**
 * Refuses files of which one bears the mark of a state secret, in its name or its words: none of them is kept. The list of what is
 * to be handed over has the number alone, no name and no word. A file whose words nobody can read passes, and is nowhere
 * said to have been looked at. Refuses `secrecy.upload-stopped`.
 */
export async function refuseMarkedFiles(deps: Deps, actor: Actor, brought: Brought): Promise<void> {
  const { files, called = (at: number) => `文件“${files[at]!.name}”` } = brought
  for (const [at, file] of files.entries()) {
    const digest = createHash('sha256').update(file.bytes).digest('hex')
    if (bearsSecrecyMark(file.name)) await stop(deps, actor, brought, { what: `所传第${at + 1}个文件的名称`, digest })
    if (clean.has(keyOf(file, digest))) continue
    const place = await markedPlace(file)
    if (place !== undefined) await stop(deps, actor, brought, { what: `${called(at)}${place}`, digest })
    remember(keyOf(file, digest))
  }
}

/** Refuses words that came in a package from elsewhere, as `refuseMarkedFiles` refuses its files. `digest`: of the package. */
export async function refuseBroughtWords(
  deps: Deps,
  actor: Actor,
  {
    words,
    what,
    digest,
    ...brought
  }: Omit<Brought, 'files'> & { words: readonly string[]; what: string; digest: string },
): Promise<void> {
  if (words.some(bearsSecrecyMark)) await stop(deps, actor, brought, { what, digest })
}

async function stop(
  deps: Deps,
  actor: Actor,
  { districtId, source, place }: Omit<Brought, 'files'>,
  { what, digest }: { what: string; digest: string },
): Promise<never> {
  const number = await inTransaction(deps.db, async (tx) => {
    if ((await chainOf(tx, districtId)) !== districtId) return stopWithoutDistrict(tx, deps, actor)
    const textKey = textKeyOf(districtId, 'import', digest)
    const stops = [{ accountId: null, kind: 'import' as const, source, ...(place !== undefined && { place }), textKey }]
    return (await recordStops(tx, deps, actor, districtId, stops))[0]
  })
  throw refuse('secrecy.upload-stopped', { what, number: number ?? null })
}

// An office of a city or province holds no district here, and so no list with numbers: the trail of the installation says that it was.
async function stopWithoutDistrict(tx: Tx, deps: Deps, actor: Actor): Promise<undefined> {
  await append(tx, deps.ids, {
    districtId: systemChain,
    actor,
    action: 'secrecy.stopped',
    subject: { kind: 'user', id: actor.id },
    after: {},
    at: deps.wall.now(),
  })
}

// The page's door and the verb behind it are handed the same file, and so is a form that was held up: it is read once. A name
// decides how bytes are read and belongs to the key.
const MOST_REMEMBERED = 500
const clean = new Set<string>()
const keyOf = ({ name }: FileToJudge, digest: string) => `${digest} ${/\.[a-z]{1,5}$/i.exec(name)?.[0] ?? ''}`

function remember(key: string): void {
  clean.add(key)
  const [oldest] = clean
  if (clean.size > MOST_REMEMBERED && oldest !== undefined) clean.delete(oldest)
}
