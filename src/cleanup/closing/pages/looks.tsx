import { formatDayZh, formatMinute } from '../../../calendar/index.ts'
import { reachableLabels } from '../../../monitoring/index.ts'
import { Alert, Field, Select } from '../../../web/index.ts'
import { nextClosingState } from '../model.ts'
import { isRegistered } from '../rules.ts'
import { type ClosingView, Form, typedIn } from './parts.tsx'

/** 核验注销、复查、再现: somebody looks, and a person says what follows from it. */
export function LookCard(view: ClosingView) {
  const { file, look, names, mayLook } = view
  const { closing, deregistration } = file
  const next = nextClosingState[closing.state]
  if (!next.verify && !next.recheck && !next['find-again']) return null
  if (next.verify && !deregistration?.executedOn) return null
  return (
    <section class="card">
      <header>
        <h2>{next.verify ? '核验注销' : '注销后复查'}</h2>
        <p>{next.recheck && closing.recheckOn ? `${formatDayZh(closing.recheckOn)}起复查` : ''}</p>
      </header>
      <div class="in stackv">
        {look ? (
          <p>
            {`最近查看：${formatMinute(look.checkedAt)}　`}
            <b>{reachableLabels[look.reachable]}</b>
            {`　${names.get(look.patrolledBy) ?? ''}`}
          </p>
        ) : (
          <p class="mut">{next.verify ? '平台注销后还没有人查看过账号。' : '核验注销后还没有人查看过账号。'}</p>
        )}
        {mayLook && <LookForm {...view} />}
        <Outcome {...view} />
      </div>
    </section>
  )
}

const LookForm = (view: ClosingView) => (
  <Form view={view} path="look" label="登记查看结果" upload>
    <div class="row">
      <Select
        name="reachable"
        label="查看结果"
        required
        value={typedIn(view, 'look')['reachable'] ?? 'gone'}
        hint="在平台上搜索名称，并打开主页链接。"
        choices={Object.entries(reachableLabels).map(([value, label]) => ({ value, label }))}
      />
      <Field
        name="lastUpdateOn"
        label="最后更新日期"
        type="date"
        value={typedIn(view, 'look')['lastUpdateOn']}
        hint="可以打开的必填。"
      />
      <Field name="screenshot" label="截图" type="file" accept="image/png,image/jpeg,image/webp" />
    </div>
  </Form>
)

/** What may be said now; what can't yet stands greyed out with the reason beside it. */
function Outcome(view: ClosingView) {
  const { file, look, again, may, openFaults, today } = view
  const { closing, deregistration } = file
  const next = nextClosingState[closing.state]
  const gone = look?.reachable === 'gone'
  if (next.verify && may('verify')) {
    const registered = isRegistered(deregistration)
    const why = !registered
      ? '注销备案登记台账后，才能核验。'
      : openFaults.length > 0
        ? '次序问题说明后，才能核验。'
        : gone
          ? ''
          : '查看结果为“账号已不存在”的，才能核验。'
    return (
      <>
        {why && <p class="hint">{why}</p>}
        <Form view={view} path="verify" label="核验注销" primary off={why !== ''} />
      </>
    )
  }
  return (
    <>
      {again && next['find-again'] && may('find-again') && (
        <Form view={view} path="find-again" label="登记再现" primary />
      )}
      {!again && next.recheck && may('recheck') && (
        <>
          {closing.recheckOn && today < closing.recheckOn && (
            <Alert tone="pend" title={`${formatDayZh(closing.recheckOn)}（含）以后查看并登记，方可复查。`} />
          )}
          <Form
            view={view}
            path="recheck"
            label="复查：未再发现"
            primary
            off={!gone || (closing.recheckOn !== null && today < closing.recheckOn)}
          />
        </>
      )}
    </>
  )
}
