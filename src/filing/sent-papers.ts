import { type Actor, exportedBy, may, permit, takenLine } from '../access/index.ts'
import { inTransaction } from '../database/index.ts'
import { type FormBook, renderFormsDocx, renderFormsPdf } from '../documents/index.ts'
import { readStoredFile, scanPage } from '../files/index.ts'
import { append } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { contentDisposition, keepLook, type WebContext } from '../web/index.ts'

const formats = {
  pdf: { render: renderFormsPdf, mediaType: 'application/pdf' },
  docx: {
    render: renderFormsDocx,
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
} as const

/** Whose paper it is, and what of it: told to the trail of the thing, by ids and codes. */
export type PaperTaken = {
  of: { kind: 'return' | 'case' | 'handover'; id: string }
  unitId: string
  title: string
  told: { print: number; paper?: string }
}

/**
 * Papers carry phones in full (rulebook (h)4): a unit, its leaders among it, takes its own to be signed, the office what it
 * handles. Nobody is asked what for; the paper says it.
 */
export const mayTakePaper = (actor: Actor, districtId: string, unitId: string): boolean =>
  may(actor, 'filing.papers', { districtId, unitId })

/** Hands a printed form out in the format of the address (`:format`, pdf unless docx), to who was found allowed to see it. */
export async function sendPaper(c: WebContext, book: FormBook, title: string): Promise<Response> {
  const format = formatOf(c)
  const { render, mediaType } = formats[format]
  return c.body(new Uint8Array(await render(book)), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(`${title}.${format}`),
    'Cache-Control': 'private, no-store',
  })
}

const formatOf = (c: WebContext) => (c.req.param('format') === 'docx' ? 'docx' : 'pdf')

/**
 * As `sendPaper`, a paper that holds what is personal: its foot says who took it and when, and the trail says which print,
 * once it is made. Refuses `access.denied`.
 */
export async function sendPersonalPaper(
  c: WebContext,
  book: FormBook,
  { of, unitId, title, told }: PaperTaken,
): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  permit(actor, 'filing.papers', { districtId, unitId })
  const answer = await sendPaper(c, { ...book, taken: takenLine(await exportedBy(deps, actor, districtId)) }, title)
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId,
      actor,
      action: `${of.kind}.paper-taken`,
      subject: of,
      after: { ...told, format: formatOf(c) },
      at: deps.wall.now(),
    }),
  )
  return answer
}

/** Whose paper a scan is of. */
export type ScannedThing = { kind: PaperTaken['of']['kind'] | 'decision-sheet'; id: string }

/**
 * A page of a scan (`:page` of the address) as a picture; nothing else that is stored can be had here. Whoever looks reads
 * what is personal: the trail says who saw which scan, once an hour. Refuses `record.not-found`.
 */
export async function sendScanPage(
  c: WebContext,
  of: ScannedThing,
  scan: { id: string; fileId: string; pages: number } | undefined,
): Promise<Response> {
  const { deps, session } = c.var
  const page = Number(c.req.param('page'))
  if (!scan || !Number.isInteger(page) || page < 1 || page > scan.pages)
    throw refuse('record.not-found', { what: '扫描件' })
  const { bytes } = await readStoredFile(deps, session.districtId, scan.fileId)
  const picture = await scanPage(bytes, page)
  await keepLook(c, { action: `${of.kind}.scan-seen`, subject: of, after: { scan: scan.id } })
  return c.body(new Uint8Array(picture.bytes), 200, {
    'Content-Type': picture.mediaType,
    'Cache-Control': 'private, no-store',
  })
}
