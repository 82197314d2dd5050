import { sentences } from '../../vocabulary/sentences.ts'
import { CsrfField, Field, type WebContext } from '../../web/index.ts'
import type { Month } from '../../calendar/index.ts'
import type { FormValues } from '../../web/index.ts'
import { reachableLabels } from '../model.ts'
import type { PatrolBench, PatrolTask } from '../patrol-bench.ts'
import { unknownReasons } from '../verbs/give-unknown-reason.ts'
import { localMinute, platformLabel } from './words.ts'

/** A patrol that was refused: why, of which account, and what had been typed. */
export type PatrolAttempt = {
  problem?: string
  month: Month
  accountId: string
  errors: Record<string, string>
  values: FormValues
}

type FormProps = { c: WebContext; bench: PatrolBench; task: PatrolTask; attempt: PatrolAttempt | undefined }

/** One account: open it, say what stands there, go on to the next. */
export function PatrolForm({ c, bench, task, attempt }: FormProps) {
  const own = attempt?.accountId === task.accountId ? attempt : undefined
  const value = (name: string) => {
    const typed = own?.values[name]
    return typeof typed === 'string' ? typed : undefined
  }
  return (
    <form class="card" method="post" action={`/patrol/${task.accountId}`} enctype="multipart/form-data" data-unsaved>
      <header>
        <h2>{task.name}</h2>
        <p>{`${platformLabel(task.platform)}　${task.unitName}`}</p>
      </header>
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="month" value={bench.month} />
        <OpenLink task={task} />
        <Radios
          legend="能否打开"
          name="reachable"
          value={value('reachable') ?? 'open'}
          error={own?.errors['reachable']}
          choices={Object.entries(reachableLabels)}
          keys
        />
        <div class="row">
          <Field
            name="lastUpdateOn"
            label="最后更新日期"
            type="date"
            value={value('lastUpdateOn')}
            data={{ max: bench.until }}
            error={own?.errors['lastUpdateOn']}
            hint={`填 ${bench.until} 及以前最近一次发布的日期${task.lastUpdateOn ? `；已知 ${task.lastUpdateOn} 有发布` : ''}`}
          />
          <div class="fld">
            <span class="lab">没有发布的</span>
            <div class="checks">
              <label>
                <input type="checkbox" name="neverUpdated" value="yes" checked={value('neverUpdated') === 'yes'} />
                从未发布过任何内容
              </label>
            </div>
          </div>
        </div>
        <div class="row">
          <Radios legend="互动入口" name="hasInteraction" value={value('hasInteraction')} choices={presence} />
          <Radios legend="办事入口" name="hasService" value={value('hasService')} choices={presence} />
        </div>
        <div class="row">
          <Field
            name="screenshot"
            label="截图"
            type="file"
            accept="image/png,image/jpeg,image/webp"
            error={own?.errors['screenshot']}
            hint="PNG、JPG 或 WebP，照片会先缩小再上传"
            data={{ 'data-shrink': true }}
          />
          <Field
            name="checkedAt"
            label="核查时间"
            type="datetime-local"
            required
            value={value('checkedAt') ?? localMinute(c.var.deps.clock.now())}
            error={own?.errors['checkedAt']}
          />
        </div>
        <Field
          name="note"
          label="备注"
          type="textarea"
          rows={2}
          maxlength={500}
          value={value('note')}
          error={own?.errors['note']}
          hint={sentences.nothingSecret}
        />
        <button class="btn pri wide" type="submit" data-key="Ctrl+Enter">
          登记并看下一个
          <span class="desk">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd>
          </span>
        </button>
      </div>
    </form>
  )
}

const presence = [
  ['yes', '有'],
  ['no', '无'],
  ['', '未查看'],
] as const

const OpenLink = ({ task }: { task: PatrolTask }) =>
  task.profileUrl ? (
    <p class="fld">
      <a class="btn wide" href={task.profileUrl} target="_blank" rel="noreferrer" data-key="O">
        打开账号主页 <kbd class="desk">O</kbd>
      </a>
    </p>
  ) : (
    <p class="fld">
      {`台账未登记主页链接，请在${platformLabel(task.platform)}内搜索“${task.name}”。`}
      <a href={`/accounts/${task.accountId}`}>补登链接</a>
    </p>
  )

type RadioProps = {
  legend: string
  name: string
  /** Undefined: nothing is chosen yet. */
  value: string | undefined
  error?: string | undefined
  choices: readonly (readonly [string, string])[]
  keys?: boolean
}

function Radios({ legend, name, value, error, choices, keys }: RadioProps) {
  return (
    <fieldset class={error ? 'fld err' : 'fld'}>
      <legend class="lab">{legend}</legend>
      <div class="checks">
        {choices.map(([code, label], at) => (
          <label>
            <input
              type="radio"
              name={name}
              value={code}
              checked={code === value}
              data-key={keys ? String(at + 1) : undefined}
            />
            {label}
          </label>
        ))}
      </div>
      {error && <p class="errm">{error}</p>}
    </fieldset>
  )
}

/** 说明原因: for an account that can't be patrolled at all, so that the month can close with it unknown. */
export function ReasonForm({
  c,
  month,
  task,
  attempt,
}: {
  c: WebContext
  month: Month
  task: PatrolTask
  attempt: PatrolAttempt | undefined
}) {
  const own = attempt?.accountId === task.accountId ? attempt : undefined
  const typed = own?.values['reason']
  return (
    <form class="card" method="post" action={`/patrol/${task.accountId}/reason`}>
      <header>
        <h2>无法巡查的，说明原因</h2>
        <p>说明后按“未知”列入报告，不算未更新</p>
      </header>
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="month" value={month} />
        <input type="hidden" name="version" value={task.reasonVersion} />
        <div class={own?.errors['reason'] ? 'fld err' : 'fld'}>
          <label for="reason">原因</label>
          <input
            type="text"
            id="reason"
            name="reason"
            list="reasons"
            maxlength={200}
            autocomplete="off"
            value={typeof typed === 'string' ? typed : (task.reason ?? '')}
          />
          <datalist id="reasons">
            {unknownReasons.map((reason) => (
              <option value={reason}></option>
            ))}
          </datalist>
          <p class="hint">{`可选常用原因，也可另写。${sentences.nothingSecret}`}</p>
          {own?.errors['reason'] && <p class="errm">{own.errors['reason']}</p>}
        </div>
        <button class="btn" type="submit">
          保存原因
        </button>
      </div>
    </form>
  )
}
