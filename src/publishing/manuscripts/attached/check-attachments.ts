import type { Deps } from '../../../access/index.ts'
import { readStoredFile } from '../../../files/index.ts'
import type { NotChecked, TextCheck, TextFinding } from '../../../textcheck/index.ts'
import { Refusal } from '../../../vocabulary/refusals/index.ts'
import { checkForDistrict } from '../../lexicons/district-check.ts'
import type { ManuscriptFile } from '../queries.ts'
import { type AttachedWords, readAttachment } from './read-attachment.ts'

/** Begins the rule of what was found in an attachment: it stands at no place of the text. */
export const ATTACHED = 'attachment:'

/** Attachments that are read at one submission, letters the typo engine reads of each, and findings told of each. */
const MOST_FILES = 10
const MOST_FOR_TYPOS = 20_000
const MOST_FINDINGS = 20

type Asked = { districtId: string; unitId: string; files: readonly ManuscriptFile[] }

/**
 * Looks through the attachments of a text as through the text itself: Word, tables and PDF. What must not go out in a text
 * has to be confirmed in an attachment, which may be there for the reviewers alone (a secret stays one); what is said of the same words is said
 * once. Pictures, archives and what could not be read are told.
 */
export async function checkAttachments(deps: Deps, { districtId, unitId, files }: Asked): Promise<TextCheck> {
  const attached = files.filter(({ use }) => use === 'attachment')
  const findings: TextFinding[] = []
  const notChecked: NotChecked[] = []
  for (const { fileId, name } of attached.slice(0, MOST_FILES)) {
    const { bytes } = await readStoredFile(deps, districtId, fileId)
    const read = await readAttachment({ name, bytes })
    const told = await checked(deps, { districtId, unitId, read })
    const lines = linesOf(name, told.findings, read)
    findings.push(...lines.slice(0, MOST_FINDINGS))
    const rest = lines.length - MOST_FINDINGS
    const unread = [...read.unread, ...told.unread, ...(rest > 0 ? [`另有${rest}种提示没有列出，请人工查看。`] : [])]
    notChecked.push(...unread.map((why): NotChecked => ({ part: 'attachments', why: `附件“${name}”：${why}` })))
  }
  const left = attached.length - MOST_FILES
  if (left > 0) notChecked.push({ part: 'attachments', why: `另有${left}个附件没有检查，请人工查看。` })
  return { findings, notChecked }
}

async function checked(
  deps: Deps,
  { districtId, unitId, read }: { districtId: string; unitId: string; read: AttachedWords },
): Promise<{ findings: readonly TextFinding[]; unread: string[] }> {
  const text = read.lines.join('\n')
  if (text.trim() === '') return { findings: [], unread: [] }
  const typo = text.length <= MOST_FOR_TYPOS
  try {
    const { findings } = await checkForDistrict(deps, districtId, { text, unitId, typo })
    return { findings, unread: typo ? [] : ['篇幅较长，词库以外的错别字没有检查。'] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { findings: [], unread: [`没有检查：${error.message}`] }
  }
}

/** Each thing once a file: thirty numbers of the same kind are one line that says how many there are. */
function linesOf(name: string, findings: readonly TextFinding[], { placeOf }: AttachedWords): TextFinding[] {
  const grave = findings.filter(({ severity }) => severity !== 'advise')
  const alike = Map.groupBy(grave, ({ rule, kind, observed }) => `${rule}\n${kind === 'privacy' ? '' : observed}`)
  return Array.from(alike.values(), (all): TextFinding => {
    const [first] = all as [TextFinding, ...TextFinding[]]
    const where = `附件“${name}”${placeOf(first.paragraph ?? 1)}${all.length > 1 ? `等${all.length}处` : ''}`
    return {
      ...first,
      start: -1,
      end: -1,
      paragraph: 0,
      severity: first.kind === 'secrecy' ? first.severity : 'confirm',
      rule: `${ATTACHED}${first.rule}`,
      why: `${where}：${first.why}${first.severity === 'block' && first.kind !== 'secrecy' ? '附件随稿公开的，须先处理。' : ''}`,
    }
  })
}
