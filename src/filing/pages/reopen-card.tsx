import { CsrfField, Field } from '../../web/index.ts'

type LastDayProps = { workingDays: string | undefined; until: string | undefined }

/** 重新报送期限 of a form: a number of working days, or a day. */
export const LastDay = ({ workingDays, until }: LastDayProps) => (
  <div class="row">
    <Field name="workingDays" label="重新报送期限：工作日数" value={workingDays} hint="自次日起算，随放假安排调整。" />
    <Field name="until" label="或写明日期" type="date" value={until} hint="已填工作日数的，以工作日数为准。" />
  </div>
)

/** 重新补正: an accepted return is opened again with a reason; what was accepted stays as it was, the next is a new printing. */
export const ReopenCard = ({
  returnId,
  csrf,
  version,
  reason,
  workingDays,
  until,
}: {
  returnId: string
  csrf: string
  version: number
  reason: string | undefined
} & LastDayProps) => (
  <section class="card">
    <header>
      <h2>重新补正</h2>
      <p>已受理的内容原样保留</p>
    </header>
    <form class="in" method="post" action={`/filing/returns/${returnId}/check/reopen`}>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="version" value={String(version)} />
      <Field
        name="reason"
        label="重新补正的原因"
        type="textarea"
        rows={3}
        value={reason}
        required
        hint="如 受理后发现表内事项有误。退回后由单位更正，重新打印、签字盖章、报送；再次受理后台账随之更新，备案号另编。"
      />
      <LastDay workingDays={workingDays} until={until} />
      <p class="acts">
        <button class="btn" type="submit">
          退回单位重新补正
        </button>
      </p>
    </form>
  </section>
)
