import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../../calendar/index.ts'
import { runningStateLabels } from '../../../registry/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Alert, CsrfField, Field, Head, Select } from '../../../web/index.ts'
import {
  allowedMatchDecisions,
  type Discovered,
  type MatchDecision,
  matchKindLabels,
  matchStateLabels,
  partLabels,
  verdictKinds,
} from '../model.ts'
import type { Earlier, KeptMatch } from '../queries/matches.ts'
import type { LedgerSide } from '../queries/sides.ts'
import { MatchMark } from './run.tsx'

export type MatchView = {
  csrf: string
  match: KeptMatch
  found: Discovered
  /** Ledger accounts that the machine thought of, and the one a person settled on. */
  sides: readonly LedgerSide[]
  unitNames: ReadonlyMap<string, string>
  earlier: readonly Earlier[]
  mayDecide: boolean
  problem?: string | undefined
  trail: Child
}

/** One found account beside the ledger: what speaks for the reading, what would change it, and a person's decision. */
export function MatchPage(view: MatchView) {
  const { match, found, problem, trail } = view
  return (
    <>
      <Head
        crumb={<a href={`/concealment/${match.runId}`}>核查结果</a>}
        title={
          <>
            {match.name || '（未列名称）'} <MatchMark state={match.state} box />
          </>
        }
        note={`${platforms[match.platform].label}　${found.sheet}第${found.row}行　${matchKindLabels[match.verdict ?? match.kind]}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        <Sides {...view} />
        <Reasons match={match} />
        {match.decidedAt && <DecidedCard {...view} />}
        {view.mayDecide && allowedMatchDecisions[match.state].length > 0 && <DecisionForm {...view} />}
        {view.earlier.length > 0 && <EarlierCard earlier={view.earlier} />}
        {trail}
      </div>
    </>
  )
}

function Sides({ found, sides }: MatchView) {
  const lines: [string, string, (side: LedgerSide) => string][] = [
    ['名称', found.name, ({ name }) => name],
    ['平台', found.platformFound, ({ platform }) => platforms[platform].label],
    ['账号ID', found.identifiers.join('、'), ({ identifier }) => identifier ?? ''],
    ['主页链接', found.profileUrl ?? '', ({ profileUrl }) => profileUrl ?? ''],
    ['认证主体', found.certifiedEntity ?? '', ({ certifiedEntity }) => certifiedEntity ?? ''],
    ['单位', found.unitName ?? '', ({ unitName }) => unitName],
    [
      '状态',
      `${found.discoveredOn ? formatDayZh(found.discoveredOn) : ''}${found.reachable === null ? '' : found.reachable ? '可访问' : '不可访问'}`,
      ({ runningState, ceasedOn }) =>
        `${runningStateLabels[runningState]}${ceasedOn ? `，自${formatDayZh(ceasedOn)}` : ''}`,
    ],
  ]
  return (
    <section class="card">
      <header>
        <h2>发现的账号与台账</h2>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>项目</th>
            <th>清单所列</th>
            {sides.length === 0 ? (
              <th>台账</th>
            ) : (
              sides.map(({ id, name }) => (
                <th>
                  <a href={`/accounts/${id}`}>{`台账：${name}`}</a>
                </th>
              ))
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map(([label, listed, of]) => (
            <tr>
              <td class="t">{label}</td>
              <td data-l="清单所列">{listed || '—'}</td>
              {sides.length === 0 ? (
                <td data-l="台账">—</td>
              ) : (
                sides.map((side) => <td data-l={`台账：${side.name}`}>{of(side) || '—'}</td>)
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Reasons = ({ match }: { match: KeptMatch }) => (
  <section class="card">
    <header>
      <h2>{`系统判断：${matchKindLabels[match.kind]}`}</h2>
      <p>{`依据得分 ${match.score}，满分 100`}</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>依据</th>
          <th>说明</th>
          <th class="r">得分</th>
        </tr>
      </thead>
      <tbody>
        {match.parts.map(({ part, points, sentence }) => (
          <tr>
            <td class="t">{partLabels[part]}</td>
            <td data-l="说明">{sentence}</td>
            <td class="r num" data-l="得分">
              {points}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    <div class="in">
      {match.remarks.map((remark) => (
        <p>{remark}</p>
      ))}
      <p class="mut">{`判断会因此改变：${match.wouldChange}`}</p>
    </div>
  </section>
)

const DecidedCard = ({ match, sides, unitNames }: MatchView) => (
  <section class="card">
    <header>
      <h2>{matchStateLabels[match.state]}</h2>
    </header>
    <dl class="in dl">
      {match.verdict && (
        <>
          <dt>认定结果</dt>
          <dd>{matchKindLabels[match.verdict]}</dd>
        </>
      )}
      {match.decidedAccountId && (
        <>
          <dt>台账账号</dt>
          <dd>{sides.find(({ id }) => id === match.decidedAccountId)?.name ?? '—'}</dd>
        </>
      )}
      {match.decidedUnitId && (
        <>
          <dt>单位</dt>
          <dd>{unitNames.get(match.decidedUnitId) ?? '—'}</dd>
        </>
      )}
      {match.reason && (
        <>
          <dt>理由</dt>
          <dd>{match.reason}</dd>
        </>
      )}
    </dl>
  </section>
)

function DecisionForm({ csrf, match, sides, unitNames }: MatchView) {
  const may = (decision: MatchDecision) => allowedMatchDecisions[match.state].includes(decision)
  const hidden = (
    <>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="version" value={String(match.version)} />
    </>
  )
  const action = `/concealment/${match.runId}/${match.id}`
  return (
    <div class="cols c2">
      <section class="card">
        <header>
          <h2>核实认定</h2>
        </header>
        <form class="in" method="post" action={action}>
          {hidden}
          <input type="hidden" name="decision" value="confirm" />
          <Select
            name="kind"
            label="认定结果"
            value={match.kind === 'ambiguous' ? '' : match.kind}
            choices={[
              ...(match.kind === 'ambiguous' ? [{ value: '', label: '请选择' }] : []),
              ...verdictKinds.map((kind) => ({ value: kind, label: matchKindLabels[kind] })),
            ]}
          />
          {sides.length > 0 && (
            <Select
              name="accountId"
              label="台账账号"
              value={match.accountId ?? ''}
              choices={[
                { value: '', label: '不在台账' },
                ...sides.map(({ id, name, unitName }) => ({ value: id, label: `${name}（${unitName}）` })),
              ]}
            />
          )}
          <Select
            name="unitId"
            label="单位"
            value={match.unitId ?? ''}
            choices={[{ value: '', label: '尚不清楚' }, ...[...unitNames].map(([value, label]) => ({ value, label }))]}
          />
          <Field name="reason" label="理由" hint="与系统判断不一致的，须写明理由。" />
          <p class="acts">
            <button class="btn pri" type="submit">
              核实认定
            </button>
          </p>
        </form>
      </section>
      {may('dismiss') && (
        <section class="card">
          <header>
            <h2>排除</h2>
          </header>
          <form class="in" method="post" action={action}>
            {hidden}
            <input type="hidden" name="decision" value="dismiss" />
            <Field name="reason" id="dismiss-reason" label="排除理由" required />
            <p class="acts">
              <button class="btn" type="submit">
                排除
              </button>
            </p>
          </form>
        </section>
      )}
    </div>
  )
}

const EarlierCard = ({ earlier }: { earlier: readonly Earlier[] }) => (
  <section class="card">
    <header>
      <h2>其他清单中的同一账号</h2>
    </header>
    <ul class="plain rows">
      {earlier.map((one) => (
        <li>
          {`${one.fileName}　${matchStateLabels[one.state]}：${matchKindLabels[one.verdict ?? one.kind]}${one.reason ? `　${one.reason}` : ''}`}
        </li>
      ))}
    </ul>
  </section>
)
