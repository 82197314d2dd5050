import type { Child } from 'hono/jsx'
import { CsrfField, Field } from '../../web/index.ts'
import { type InstructionAction, instructionActionLabels, nextInstructionState, wordsMost } from '../model.ts'
import type { InstructionView } from './instruction.tsx'

/** 批示原文: the photo beside the words, with the step that is due. Nothing of it for who may not read it. */
export function WordsCard(view: InstructionView) {
  const { found, words, seesWords, names, files } = view
  const photos = files.filter(({ step }) => step === 1)
  if (!seesWords)
    return (
      <section class="card">
        <header>
          <h2>批示原文</h2>
        </header>
        <p class="in mut">批示原文限办公室内部掌握，这里只列交办要点。</p>
      </section>
    )
  return (
    <section class="card">
      <header>
        <h2>批示原文</h2>
        <p>限办公室内部掌握，不对单位公开，不写入通报</p>
      </header>
      <div class={photos.length > 0 ? 'in cols c2' : 'in'}>
        {photos.length > 0 && (
          <div class="stack">
            {photos.map((file, at) => (
              <Original id={found.id} file={file} page={at + 1} />
            ))}
          </div>
        )}
        <div class="stack">
          {words ? (
            <blockquote class="brush">{words}</blockquote>
          ) : (
            <p class="mut">尚未录入文字。请照原件逐字录入，再由另一人核对。</p>
          )}
          {words && (
            <p class="mut sm">
              {found.origin === 'typed'
                ? typedWords(found, names)
                : `${names.get(found.transcribedBy ?? '') ?? ''}录入${found.checkedBy ? `，${names.get(found.checkedBy) ?? ''}对照原件核对无误` : '，尚未核对'}`}
            </p>
          )}
          {view.mayHandle && <Steps {...view} />}
        </div>
      </div>
    </section>
  )
}

/** Whose words they are, and whose hand it was where a deputy (代理) wrote. */
export const typedWords = (
  { leaderId, enteredBy }: Pick<InstructionView['found'], 'leaderId' | 'enteredBy'>,
  names: ReadonlyMap<string, string>,
): string => {
  const leader = names.get(leaderId) ?? '领导'
  return enteredBy === leaderId ? `${leader}本人填写` : `${names.get(enteredBy) ?? '代理人'}代${leader}填写`
}

const Original = ({ id, file, page }: { id: string; file: InstructionView['files'][number]; page: number }) => {
  const path = `/instructions/${id}/files/${file.step}-${file.serial}`
  return /\.pdf$/iu.test(file.name) ? (
    <p>
      <a href={path}>{file.name}</a>
    </p>
  ) : (
    <a class="scan" href={path}>
      <img src={path} alt={`手写批示原件第${page}页`} />
    </a>
  )
}

function Steps(view: InstructionView) {
  const { found, typed, words, tasks, c } = view
  const can = (action: InstructionAction) => nextInstructionState[found.state][action] !== undefined
  const typedIn = (form: string) => (typed?.form === form ? typed.values : {})
  const own = found.transcribedBy === c.var.actor.id
  const live = tasks.filter(({ state }) => state !== 'withdrawn').length
  return (
    <>
      {can('transcribe') && (
        <Folded open={found.state === 'to-transcribe'} title={words ? '修改录入的文字' : undefined}>
          <Form view={view} action="transcribe">
            <Field
              name="words"
              label="批示文字"
              type="textarea"
              rows={5}
              required
              maxlength={wordsMost}
              value={typedIn('transcribe')['words'] ?? words}
              hint="照原件逐字录入，看不清的字写“□”。"
            />
          </Form>
        </Folded>
      )}
      {can('check') &&
        (own ? (
          <p class="mut">您录入的文字须由另一人对照原件核对。</p>
        ) : (
          <>
            <Form view={view} action="check" />
            <Folded title="与原件不符" open={typed?.form === 'differ'}>
              <Form view={view} action="differ" bad>
                <Field
                  name="note"
                  id="note-differ"
                  label="不符之处"
                  required
                  maxlength={400}
                  value={typedIn('differ')['note']}
                />
              </Form>
            </Folded>
          </>
        ))}
      {can('waive') && live === 0 && !found.withoutTasks && (
        <Form view={view} action="waive" plain>
          <p class="mut">批示只是阅示、没有要求单位办理的，注明无需交办。</p>
        </Form>
      )}
      {found.withoutTasks && live === 0 && <p class="mut">已注明无需交办。</p>}
      {can('reopen') && found.origin === 'photo' && <Reasoned view={view} action="reopen" label="重新录入的原因" />}
      {can('withdraw') && found.origin === 'photo' && live === 0 && (
        <Reasoned view={view} action="withdraw" label="撤销的理由" />
      )}
    </>
  )
}

const Folded = ({ title, open, children }: { title: string | undefined; open: boolean; children: Child }) =>
  title === undefined ? (
    <>{children}</>
  ) : (
    <details open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  )

const Reasoned = ({ view, action, label }: { view: InstructionView; action: 'reopen' | 'withdraw'; label: string }) => (
  <Folded title={instructionActionLabels[action]} open={view.typed?.form === action}>
    <Form view={view} action={action} bad>
      <Field
        name="note"
        id={`note-${action}`}
        label={label}
        required
        maxlength={400}
        value={view.typed?.form === action ? view.typed.values['note'] : undefined}
      />
    </Form>
  </Folded>
)

type FormProps = { view: InstructionView; action: InstructionAction; bad?: boolean; plain?: boolean; children?: Child }

const Form = ({ view, action, bad, plain, children }: FormProps) => (
  <form method="post" action={`/instructions/${view.found.id}`} enctype="multipart/form-data">
    <CsrfField csrf={view.c.var.session.csrf} />
    <input type="hidden" name="form" value={action} />
    <input type="hidden" name="version" value={String(view.found.version)} />
    {children}
    <p class="acts">
      <button class={bad ? 'btn bad' : plain ? 'btn' : 'btn pri'} type="submit" name="action" value={action}>
        {instructionActionLabels[action]}
      </button>
    </p>
  </form>
)
