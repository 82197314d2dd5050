import type { Child } from 'hono/jsx'
import { Alert, CsrfField, Head } from '../../web/index.ts'
import { quarterName } from '../draft.ts'
import { isWritten } from '../editing/sections.ts'
import { readTemplate, type Token, type Tokens } from '../editing/tokens.ts'
import { mostOfAParagraph, type TextFault, type WritableSection } from '../editing/written.ts'
import { said } from '../words.ts'
import { Said, type Told, typedWords } from './bound-text.tsx'
import { noteWords } from './edit-notes.tsx'
import type { Report } from './report.tsx'

/** A section of the form: what is typed in it now, and, where another person saved meanwhile, what is saved. */
export type FormSection = WritableSection & { typed: readonly string[]; saved?: readonly string[] | undefined }

type EditorProps = {
  csrf: string
  report: Report
  of: Told
  sections: readonly FormSection[]
  tokens: Tokens
  faults: readonly TextFault[]
  missing: readonly string[]
  alert?: Child
}

/** 修改文字: sections with a text a paragraph; what is bound stands in braces, and beside it what may stand there. */
export function EditorPage({ csrf, report, of, sections, tokens, faults, missing, alert }: EditorProps) {
  const { id, version, content } = report
  const isUnsent = sections.some(({ typed, texts }) => typed.join('\n') !== texts.join('\n'))
  return (
    <>
      <Head
        crumb={<a href={`/reports/${id}`}>返回报告</a>}
        title={`${quarterName(content.facts)}监测报告　修改文字`}
        note={`在第 ${version} 版上修改，保存另存一版，旧版照原样保留`}
      />
      {alert}
      {missing.length > 0 && (
        <Alert tone="warn" title="缺少必有的内容，补上以前不能定稿">
          {`${missing.join('、')}。`}
        </Alert>
      )}
      {(content.editNotes ?? []).length > 0 && (
        <Alert tone="pend" title="以前的修改有几处需要核对">
          <ul class="plain">
            {content.editNotes!.map((note) => (
              <li>
                {noteWords(note)}
                <KeptWords content={content} section={note.section} isShown={note.kind !== 'draft-changed'} />
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <form
        class="cols c75 editor"
        method="post"
        action={`/reports/${id}/edit`}
        data-unsaved
        data-editor
        data-unsent={isUnsent}
      >
        <CsrfField csrf={csrf} />
        <div class="stackv">
          {sections.map((one, at) => (
            <SectionCard one={one} at={at} of={of} tokens={tokens} faults={faults} />
          ))}
          <div class="card in acts savebar">
            <button class="btn pri" type="submit" name="act" value="save">
              保存为新的一版
            </button>
            <button class="btn" type="submit" name="act" value="look">
              预览和检查
            </button>
            <span class="mut sm">保存前核对每个数字和“提高”“下降”“全部”等说法，对不上的不保存。</span>
          </div>
        </div>
        <Palette tokens={tokens} />
      </form>
    </>
  )
}

// What was written where it found no place, to be copied from.
function KeptWords({ content, section, isShown }: { content: Report['content']; section: string; isShown: boolean }) {
  const edit = content.edits?.find((one) => one.section === section)
  if (!edit || !isShown) return null
  return (
    <details>
      <summary>当时写的文字</summary>
      {edit.paragraphs.map((text) => (
        <p class="sm">{text}</p>
      ))}
    </details>
  )
}

type CardProps = { one: FormSection; at: number; of: Told; tokens: Tokens; faults: readonly TextFault[] }

function SectionCard({ one, at, of, tokens, faults }: CardProps) {
  const { section, typed, saved, edit, drafted } = one
  const title = section.heading?.text ?? '开头'
  if (!isWritten(section))
    return (
      <section class="card">
        <header>
          <h2>{title}</h2>
          <p>由系统列出，不能修改</p>
        </header>
      </section>
    )
  const isOwn = typed.join('\n') !== drafted.join('\n')
  return (
    <section class="card" data-section={at}>
      <header>
        <h2>{title}</h2>
        <p>{edit ? `${of.nameOf(edit.by)}，${of.minute(edit.at)}修改` : isOwn ? '已修改，未保存' : '自动生成的文字'}</p>
        {isOwn && (
          <button class="btn txt" type="submit" name="act" value={`draft:${at}`}>
            恢复自动生成的文字
          </button>
        )}
      </header>
      <div class="in stack">
        <input type="hidden" name={`k:${at}`} value={section.key} />
        {typed.map((text, place) => (
          <Paragraph
            text={text}
            name={`p:${at}`}
            at={at}
            place={place}
            last={typed.length - 1}
            title={title}
            of={of}
            tokens={tokens}
            faults={faults.filter((fault) => fault.section === section.key && fault.at === place)}
          />
        ))}
        {saved && (
          <blockquote>
            <b>已保存的文字</b>
            {saved.map((text) => (
              <p>{text}</p>
            ))}
          </blockquote>
        )}
        <p>
          <button class="btn" type="submit" name="act" value={`add:${at}:${typed.length}`}>
            加一段
          </button>
        </p>
      </div>
    </section>
  )
}

type ParagraphProps = {
  text: string
  name: string
  at: number
  place: number
  last: number
  title: string
  of: Told
  tokens: Tokens
  faults: readonly TextFault[]
}

const rowsOf = (text: string) => Math.min(12, Math.max(2, Math.ceil(text.length / 42) + 1))

function Paragraph({ text, name, at, place, last, title, of, tokens, faults }: ParagraphProps) {
  const field = `${name}:${place}`
  const { runs } = readTemplate(text, tokens, (one) => ({ ...one, by: '', at: '' as never }))
  return (
    <div class={faults.length > 0 ? 'fld err para' : 'fld para'} data-paragraph>
      <label for={field}>{`${title}第 ${place + 1} 段`}</label>
      <textarea
        id={field}
        name={name}
        rows={rowsOf(text)}
        maxlength={mostOfAParagraph * 3}
        aria-describedby={faults.length > 0 ? `${field}-error` : undefined}
        aria-invalid={faults.length > 0 ? 'true' : undefined}
      >
        {text}
      </textarea>
      {faults.length > 0 && (
        <div class="errm" id={`${field}-error`}>
          {faults.map(({ says }) => (
            <p>{`${says}。`}</p>
          ))}
        </div>
      )}
      <p class="said sm" data-said>
        <span class="mut">印出：</span>
        {runs.some((run) => typeof run === 'object' && 'typed' in run) ? (
          <Plain runs={runs} />
        ) : (
          <Said runs={runs} of={of} />
        )}
      </p>
      <p class="acts sm">
        {place > 0 && <Move act={`up:${at}:${place}`} label="上移" what={`${title}第${place + 1}段`} />}
        {place < last && <Move act={`down:${at}:${place}`} label="下移" what={`${title}第${place + 1}段`} />}
        <Move act={`drop:${at}:${place}`} label="删除本段" what={`${title}第${place + 1}段`} />
      </p>
    </div>
  )
}

const Move = ({ act, label, what }: { act: string; label: string; what: string }) => (
  <button class="btn txt" type="submit" name="act" value={act} aria-label={`${label}：${what}`}>
    {label}
  </button>
)

// Who typed a number is known when it is saved; here it is marked as what it is.
const Plain = ({ runs }: { runs: ReturnType<typeof readTemplate>['runs'] }) => (
  <>
    {runs.map((run) =>
      typeof run === 'object' && 'typed' in run ? <span class="bn hand">{run.text}</span> : said(run),
    )}
  </>
)

const groups: readonly { kinds: readonly Token['kind'][]; title: string; isOpen: boolean }[] = [
  { kinds: ['figure'], title: '数字', isOpen: true },
  { kinds: ['list'], title: '名单', isOpen: true },
  { kinds: ['day', 'source'], title: '日期和文号', isOpen: false },
  { kinds: ['name'], title: '单位、账号和月份', isOpen: false },
]
const mostShown = 200

/** What may stand between braces, with what it says now. */
function Palette({ tokens }: { tokens: Tokens }) {
  const all = [...tokens.values()]
  return (
    <aside class="stackv">
      <section class="card palette">
        <header>
          <h2>可引用的内容</h2>
        </header>
        <div class="in stack">
          <p class="sm">
            文字里写“{'{合格率}'}”，印出来是合格率这个数，数据变了它跟着变。不在清单里的数字写作“{'{手工:12|依据}'}
            ”，页面上标明手工录入。
          </p>
          {groups.map(({ kinds, title, isOpen }) => {
            const own = all.filter(({ kind }) => kinds.includes(kind))
            if (own.length === 0) return null
            return (
              <details open={isOpen}>
                <summary>{`${title}（${own.length}）`}</summary>
                <ul class="tokens">
                  {own.slice(0, mostShown).map(({ label, kind, runs }) => (
                    <li>
                      <code data-token={`{${label}}`} data-says={runs.map(said).join('')}>{`{${label}}`}</code>
                      {(kind === 'figure' || kind === 'list') && (
                        <span class="mut">{shortly(runs.map(said).join(''))}</span>
                      )}
                    </li>
                  ))}
                </ul>
              </details>
            )
          })}
        </div>
      </section>
    </aside>
  )
}

const shortly = (text: string) => (text.length > 24 ? `${text.slice(0, 24)}…` : text)

/** 手工录入 of a version, with who, when and why. */
export const TypedList = ({ typed, of }: { typed: readonly Parameters<typeof typedWords>[0][]; of: Told }) => (
  <ul class="plain sm">
    {typed.map((one) => (
      <li>
        <span class="bn hand">{one.text}</span>
        {`　${typedWords(one, of)}`}
      </li>
    ))}
  </ul>
)
