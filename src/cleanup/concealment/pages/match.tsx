import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../../calendar/index.ts'
import { filingStateLabels, runningStateLabels } from '../../../registry/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Alert, CsrfField, Field, Head, Select } from '../../../web/index.ts'
import {
  allowedMatchDecisions,
  type Discovered,
  type MatchDecision,
  matchKindLabels,
  matchStateLabels,
  partLabels,
  resultOf,
  verdictKinds,
  verdictLabels,
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
  /** Who brought the list doesn't decide it (经办与复核分开). */
  isMaker: boolean
  problem?: string | undefined
  /** What was sent with a decision that was refused. */
  typed?: Readonly<Record<string, string>> | undefined
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
        note={`${platforms[match.platform].label}　${found.sheet}第${found.row}行　${resultOf(match)}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        <Sides {...view} />
        <Reasons match={match} />
        {match.decidedAt && <DecidedCard {...view} />}
        {allowedMatchDecisions[match.state].length > 0 && <Deciding {...view} />}
        {view.earlier.length > 0 && <EarlierCard earlier={view.earlier} />}
        {trail}
      </div>
    </>
  )
}

type Line = { label: string; listed: Child; of: (side: LedgerSide) => Child; differs?: (side: LedgerSide) => boolean }

function linesOf(found: Discovered): Line[] {
  const { name, platform, platformFound, identifiers, profileUrl, certifiedEntity, unitName, note } = found
  return [
    { label: '名称', listed: name, of: (side) => side.name, differs: (side) => name !== side.name },
    {
      label: '平台',
      listed: platformFound || platforms[platform].label,
      of: (side) => platforms[side.platform].label,
      differs: (side) => platforms[platform].family !== platforms[side.platform].family,
    },
    {
      label: '账号ID',
      listed: identifiers.join('、'),
      of: (side) => side.identifier,
      differs: ({ identifier }) => identifiers.length > 0 && identifier !== null && !identifiers.includes(identifier),
    },
    { label: '主页链接', listed: <Page url={profileUrl} />, of: (side) => <Page url={side.profileUrl} /> },
    {
      label: '认证主体',
      listed: certifiedEntity,
      of: (side) => side.certifiedEntity,
      differs: (side) =>
        certifiedEntity !== null && side.certifiedEntity !== null && certifiedEntity !== side.certifiedEntity,
    },
    { label: '主办单位', listed: unitName, of: (side) => side.unitName },
    {
      label: '运营单位、曾用名',
      listed: null,
      of: (side) => [side.operatorUnit, side.renamedFrom].filter(Boolean).join('、'),
    },
    { label: '状态', listed: seenWords(found), of: recordWords },
    ...(note ? [{ label: '备注', listed: note, of: () => null }] : []),
  ]
}

const seenWords = ({ discoveredOn, reachable }: Discovered): string =>
  [
    discoveredOn && `${formatDayZh(discoveredOn)}发现`,
    reachable === true && '可以访问',
    reachable === false && '不能访问',
  ]
    .filter(Boolean)
    .join('，')

const recordWords = ({ runningState, ceasedOn, filingState }: LedgerSide): string =>
  `${runningStateLabels[runningState]}${ceasedOn ? `（${formatDayZh(ceasedOn)}起）` : ''}，${filingStateLabels[filingState]}`

const Page = ({ url }: { url: string | null }) => {
  if (!url) return <>—</>
  if (!/^https?:\/\//i.test(url)) return <>{url}</>
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {url}
    </a>
  )
}

function Sides({ found, sides }: MatchView) {
  return (
    <section class="card">
      <header>
        <h2>发现的账号与台账</h2>
        {sides.length === 0 && <p>台账中没有对应的账号</p>}
      </header>
      <table class="cards cells">
        <thead>
          <tr>
            <th>项目</th>
            <th>清单所列</th>
            {sides.map(({ id, name }) => (
              <th>
                <a href={`/accounts/${id}`}>{`台账：${name}`}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {linesOf(found)
            .filter(({ listed }) => sides.length > 0 || listed !== null)
            .map(({ label, listed, of, differs }) => (
              <tr>
                <td class="t">{label}</td>
                <td data-l="清单所列">{listed || '—'}</td>
                {sides.map((side) => (
                  <td data-l={`台账：${side.name}`}>
                    {of(side) || '—'}
                    {differs?.(side) && <small>与清单不同</small>}
                  </td>
                ))}
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
      <p class="mut">{`什么情况下判断会改变：${match.wouldChange}`}</p>
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
          <dd>{resultOf(match)}</dd>
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

function Deciding(view: MatchView) {
  if (view.mayDecide && !view.isMaker) return <DecisionForm {...view} />
  return (
    <section class="card">
      <header>
        <h2>核实认定</h2>
      </header>
      <p class="in">
        {view.isMaker
          ? '清单由您上传，按经办与复核分开的要求，请由其他审核人、负责人核实认定。'
          : '线索由审核人、负责人核实认定，您可以查看。'}
      </p>
    </section>
  )
}

function DecisionForm({ csrf, match, sides, unitNames, typed = {} }: MatchView) {
  const may = (decision: MatchDecision) => allowedMatchDecisions[match.state].includes(decision)
  const hidden = (
    <>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="version" value={String(match.version)} />
    </>
  )
  const action = `/concealment/${match.runId}/${match.id}`
  const confirming = typed['decision'] === 'confirm' ? typed : {}
  return (
    <div class="cols c2">
      <section class="card">
        <header>
          <h2>核实认定</h2>
        </header>
        <form class="in" method="post" action={action} data-unsaved>
          {hidden}
          <input type="hidden" name="decision" value="confirm" />
          <Select
            name="kind"
            label="认定结果"
            value={confirming['kind'] ?? (match.kind === 'ambiguous' ? '' : match.kind)}
            hint="认定未备案、关停后重新上线的，记入责任追究线索，由负责人另行处理；其余只作记录。"
            choices={[
              ...(match.kind === 'ambiguous' ? [{ value: '', label: '按所选台账账号认定' }] : []),
              ...verdictKinds.map((kind) => ({ value: kind, label: verdictLabels[kind] })),
            ]}
          />
          {sides.length > 0 && (
            <Select
              name="accountId"
              label="台账账号"
              value={confirming['accountId'] ?? match.accountId ?? ''}
              choices={[
                { value: '', label: '不在台账' },
                ...sides.map(({ id, name, unitName }) => ({ value: id, label: `${name}（${unitName}）` })),
              ]}
            />
          )}
          <Select
            name="unitId"
            label="主办单位"
            value={confirming['unitId'] ?? match.unitId ?? ''}
            choices={[{ value: '', label: '尚不清楚' }, ...[...unitNames].map(([value, label]) => ({ value, label }))]}
          />
          <Field
            name="reason"
            label="理由"
            type="textarea"
            rows={2}
            maxlength={500}
            value={confirming['reason']}
            hint="与系统判断不一致的，须写明理由。"
          />
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
          <form class="in" method="post" action={action} data-unsaved>
            {hidden}
            <input type="hidden" name="decision" value="dismiss" />
            <Field
              name="reason"
              id="dismiss-reason"
              label="排除理由"
              type="textarea"
              rows={2}
              maxlength={500}
              value={typed['decision'] === 'dismiss' ? typed['reason'] : undefined}
              required
            />
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
          {`${one.fileName}　${matchStateLabels[one.state]}：${resultOf(one)}${one.reason ? `　${one.reason}` : ''}`}
        </li>
      ))}
    </ul>
  </section>
)
