import { join } from 'node:path'
import { type Actor, type Deps, findDistrict, permit } from '../access/index.ts'
import { inTransaction } from '../database/index.ts'
import { type Paper, renderDocx, renderPdf } from '../documents/index.ts'
import { append } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { linkedOrder } from './linked-order.ts'
import { bodiesOf, type Body, bodyLabels, type Case, type PaperKind, paperLabels } from './model.ts'
import { casePaper, type PaperFacts } from './paper.ts'
import { keepPaper, papersOf, readCase, stepsOf } from './queries.ts'
import { clocksOf, procedures } from './rules.ts'
import { thingOf } from './words.ts'

export const paperFormats = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
export type PaperFormat = keyof typeof paperFormats

/** `version`: a paper as it was printed then; without it, as the case stands. */
export type Asked = {
  districtId: string
  caseId: string
  paper: PaperKind
  body: Body | null
  version?: number | undefined
}

/** Papers that a kind has; a report is there for every one. */
export const hasPaper = ({ kind }: Pick<Case, 'kind'>, paper: PaperKind): boolean =>
  paper === 'report' || procedures[kind].some(({ action }) => action === paper)

/** A report before a conclusion is a draft: it is printed as such and not kept. */
export const isDraft = ({ state }: Pick<Case, 'state'>, paper: PaperKind): boolean =>
  paper === 'report' && state !== 'concluded' && state !== 'closed'

/** A paper's content: as it was kept, or made now and kept, which stands in the trail. Refuses `record.not-found`, and whoever may only read where it is made. */
export async function takePaper(
  deps: Deps,
  actor: Actor,
  { districtId, caseId, paper, body, version }: Asked,
): Promise<{ content: Paper; one: Case; draft: boolean }> {
  permit(actor, 'emergency.read', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const one = await readCase(tx, districtId, caseId, 'lock')
    if (!one || !hasPaper(one, paper) || (body !== null && !bodiesOf(one.kind).includes(body)))
      throw refuse('record.not-found', { what: paperLabels[paper] })
    const wanted = version ?? one.version
    const printed = (await papersOf(tx, districtId, caseId)).find(
      (kept) => kept.paper === paper && kept.body === body && kept.version === wanted,
    )
    if (printed) return { content: printed.content as Paper, one, draft: false }
    if (version !== undefined && version !== one.version) throw refuse('record.not-found', { what: paperLabels[paper] })
    // Who reads what was printed prints nothing new: a report that is kept opens the way to closing.
    permit(actor, 'emergency.handle', { districtId })
    const content = casePaper(paper, body, await paperFacts(deps, tx, districtId, one))
    const draft = isDraft(one, paper)
    const at = deps.wall.now()
    if (!draft)
      await keepPaper(tx, districtId, {
        id: deps.ids.next(),
        caseId,
        paper,
        body,
        version: one.version,
        content,
        by: actor.id,
        at,
      })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'emergency.paper-printed',
      subject: { kind: 'emergency', id: caseId },
      after: { paper, ...(body && { body }), draft },
      at,
    })
    return { content, one, draft }
  })
}

type Reading = Parameters<typeof readCase>[0]

async function paperFacts(deps: Deps, db: Reading, districtId: string, one: Case): Promise<PaperFacts> {
  const steps = (await stepsOf(db, districtId, [one.id])).get(one.id) ?? []
  const district = await findDistrict(db, districtId)
  const order = await linkedOrder(db, districtId, one.findingId)
  return {
    case: one,
    steps,
    clocks: clocksOf({ ...one, steps }, deps.clock.now()),
    office: district.officeName,
    districtName: district.name,
    day: deps.clock.today(),
    order: order?.number ? { number: order.number, feedbackBy: order.feedbackBy } : null,
  }
}

/** docx or pdf out of one content. */
export async function printPaper(
  deps: Deps,
  actor: Actor,
  asked: Asked,
  { format, demo }: { format: PaperFormat; demo: boolean },
): Promise<{ bytes: Uint8Array; name: string; mediaType: string }> {
  const { content, one, draft } = await takePaper(deps, actor, asked)
  const notice = [...(demo ? ['演示数据'] : []), ...(draft ? ['草稿'] : [])].join('　')
  const paper = { ...content, ...(notice && { notice }) }
  const bytes =
    format === 'pdf' ? await renderPdf(paper, { fontFolders: [join(deps.dataDir, 'fonts')] }) : await renderDocx(paper)
  const to = asked.body ? `（${bodyLabels[asked.body]}）` : ''
  const name = `${paperLabels[asked.paper]}${to}　${thingOf(one)}.${format}`
  return { bytes, name, mediaType: paperFormats[format] }
}
