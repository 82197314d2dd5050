import { namesOfUsers } from '../access/index.ts'
import { isUuid } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { Alert, defineRoutes, formValues, refusalOf, render, shownMinute, type WebContext } from '../web/index.ts'
import { missingItems } from './editing/required.ts'
import { linesOf, type TypedSection, type TextFault, writableSections, writtenEdits } from './editing/written.ts'
import type { ReportContent } from './model.ts'
import { makersOf } from './makers.ts'
import type { Told } from './pages/bound-text.tsx'
import { EditorPage, type FormSection } from './pages/editor.tsx'
import type { Report } from './pages/report.tsx'
import { findReport, reportVersions } from './queries.ts'
import { editReport } from './verbs/edit-report.ts'

/** How the people and moments of a version are called on its pages. */
export async function toldOf(c: WebContext, { id, createdBy, content }: Report): Promise<Told> {
  const { deps, session } = c.var
  const names = await namesOfUsers(deps, session.districtId, makersOf({ createdBy, content }))
  return {
    id,
    facts: content.facts,
    nameOf: (who) => names.get(who) ?? '服务器操作员',
    minute: (at) => shownMinute(c, at),
  }
}

async function edit(c: WebContext): Promise<Response> {
  const report = await newestOf(c)
  if (report.id !== c.req.param('id')) return c.redirect(`/reports/${report.id}/edit`, 303)
  return editor(c, report, {})
}

/** The newest version of the quarter that the address names a version of. */
async function newestOf(c: WebContext): Promise<Report> {
  const { deps, session } = c.var
  const id = c.req.param('id') ?? ''
  const named = isUuid(id) ? await findReport(deps.db, session.districtId, id) : undefined
  const [newest] = named ? await reportVersions(deps.db, session.districtId, named.quarter) : []
  const report = newest && (await findReport(deps.db, session.districtId, newest.id))
  if (!report) throw refuse('record.not-found', { what: '报告' })
  return report
}

type Shown = {
  typed?: readonly TypedSection[]
  /** What others saved since this was begun: the version it was begun on. */
  begun?: ReportContent
  faults?: readonly TextFault[]
  refused?: string
}

async function editor(c: WebContext, report: Report, shown: Shown): Promise<Response> {
  const { sections, tokens } = writableSections(report.content)
  const begun = shown.begun && writableSections(shown.begun).sections
  const form = sections.map((one): FormSection => {
    const own = shown.typed?.find(({ section }) => section === one.section.key)?.paragraphs
    const before = begun?.find(({ section }) => section.key === one.section.key)?.texts
    if (!own) return { ...one, typed: one.texts }
    // What nobody touched here is as the other person saved it.
    if (before && isSame(own, before)) return { ...one, typed: one.texts }
    return { ...one, typed: own, saved: begun && !isSame(one.texts, before ?? []) ? one.texts : undefined }
  })
  const status = shown.refused ? 422 : 200
  const page = (
    <EditorPage
      csrf={c.var.session.csrf}
      report={report}
      of={await toldOf(c, report)}
      sections={form}
      tokens={tokens}
      faults={shown.faults ?? []}
      missing={missingItems(report.content)}
      alert={
        shown.refused && (
          <Alert tone="fail" title="没有保存">
            {shown.refused}
          </Alert>
        )
      }
    />
  )
  return render(c, page, { title: '修改报告文字', current: '/reports', islands: ['unsaved', 'editor'] }, status)
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  linesOf(one).join('\n') === linesOf(other).join('\n')

async function saveText(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const values = await formValues(c)
  const typed = typedSections(values)
  const act = String(values['act'] ?? 'save')
  const report = await newestOf(c)
  const reportId = c.req.param('id') ?? ''
  if (report.id !== reportId) return changedMeanwhile(c, report, typed)
  if (act !== 'save') {
    const arranged = arrangedBy(act, typed, report.content)
    const { faults } = writtenEdits(report.content, arranged, { by: actor.id, at: deps.wall.now() })
    return editor(c, report, { typed: arranged, ...(act === 'look' && { faults }) })
  }
  try {
    const saved = await editReport(deps, actor, { districtId: session.districtId, reportId, sections: typed, demo })
    return c.redirect(`/reports/${saved.id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal.code === 'record.changed-meanwhile') return changedMeanwhile(c, await newestOf(c), typed)
    const { faults } = writtenEdits(report.content, typed, { by: actor.id, at: deps.wall.now() })
    return editor(c, report, { typed, faults, refused: refusal.message })
  }
}

// Another person saved: what was typed stands on the newest version, with what is saved beside it.
async function changedMeanwhile(c: WebContext, newest: Report, typed: readonly TypedSection[]): Promise<Response> {
  const { deps, session } = c.var
  const begun = await findReport(deps.db, session.districtId, c.req.param('id') ?? '')
  const refused = `报告在您修改期间已另存为第${newest.version}版。您写的文字都在下面，与已保存的不同的，旁边列出已保存的文字；请核对后再保存。`
  return editor(c, newest, { typed, ...(begun && { begun: begun.content }), refused })
}

/** The texts of a form by section. */
function typedSections(values: Readonly<Record<string, string | string[]>>): TypedSection[] {
  return Object.entries(values).flatMap(([name, key]) => {
    const at = /^k:(\d+)$/.exec(name)?.[1]
    if (at === undefined) return []
    return [{ section: String(key), paragraphs: [values[`p:${at}`] ?? []].flat() }]
  })
}

/** What a button that saves nothing does to the texts: a paragraph more, one less, one moved, or the draft's own again. */
function arrangedBy(act: string, typed: readonly TypedSection[], content: ReportContent): TypedSection[] {
  const [what, of, place] = act.split(':')
  const { sections } = writableSections(content)
  const key = sections[Number(of)]?.section.key
  const at = Number(place)
  return typed.map((one) => {
    if (one.section !== key) return one
    if (what === 'draft') return { ...one, paragraphs: sections[Number(of)]!.drafted }
    const paragraphs = [...one.paragraphs]
    if (what === 'add') paragraphs.splice(at, 0, '')
    if (what === 'drop') paragraphs.splice(at, 1)
    if (what === 'up' || what === 'down') {
      const [moved] = paragraphs.splice(at, 1)
      if (moved !== undefined) paragraphs.splice(at + (what === 'up' ? -1 : 1), 0, moved)
    }
    return { ...one, paragraphs }
  })
}

export const editingRoutes = defineRoutes([
  { method: 'get', path: '/reports/:id/edit', door: 'report.compile', handle: edit },
  { method: 'post', path: '/reports/:id/edit', door: 'report.compile', handle: saveText },
])
