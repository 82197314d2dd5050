import type { Actor, Deps } from '../../access/index.ts'
import type { Quarter } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { ReportContent } from '../model.ts'
import { reportTitle } from '../paper.ts'
import { insertVersion, latestVersion } from '../queries.ts'
import type { ReportFiles } from './compile-report.ts'

const mediaTypes: Readonly<Record<keyof ReportFiles, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Stores the three files of a version and answers their ids by format. */
export async function saveReportFiles(
  tx: Tx,
  deps: Deps,
  {
    districtId,
    actor,
    content,
    files,
  }: { districtId: string; actor: Actor; content: ReportContent; files: ReportFiles },
): Promise<Record<string, string>> {
  const kept: Record<string, string> = {}
  for (const format of ['docx', 'pdf', 'xlsx'] as const) {
    const name = `${reportTitle(content)}.${format}`
    const file = { districtId, name, bytes: files[format], actor, mediaType: mediaTypes[format] }
    kept[format] = (await saveFile(tx, deps, file)).id
  }
  return kept
}

type Printed = { content: ReportContent; digest: string; version: number; files: ReportFiles }

/**
 * Keeps a printed version with its files, and in the trail who made it by which `trace`. The version's number is printed on
 * its annex: whoever made another one meanwhile has taken it. Refuses `record.changed-meanwhile`.
 */
export async function keepVersion(
  deps: Deps,
  actor: Actor,
  {
    districtId,
    quarter,
    printed: { content, digest, version, files },
    trace,
  }: {
    districtId: string
    quarter: Quarter
    printed: Printed
    trace: { action: 'report.compiled' | 'report.edited'; before?: object; after: object }
  },
): Promise<{ id: string; version: number; isNew: boolean }> {
  return deps.db.transaction().execute(async (tx) => {
    const last = await latestVersion(tx, districtId, quarter)
    if ((last?.version ?? 0) + 1 !== version) throw refuse('record.changed-meanwhile', { what: '报告' })
    const [id, createdAt] = [deps.ids.next(), deps.wall.now()]
    await insertVersion(tx, {
      id,
      districtId,
      quarter,
      version,
      content,
      digest,
      createdBy: actor.id,
      createdAt,
      files: await saveReportFiles(tx, deps, { districtId, actor, content, files }),
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: trace.action,
      subject: { kind: 'report', id },
      ...(trace.before && { before: trace.before }),
      after: { quarter, version, digest, ...trace.after },
      at: createdAt,
    })
    return { id, version, isNew: true }
  })
}
