import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../../calendar/index.ts'
import { filingStateLabels, runningStateLabels } from '../../../registry/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import type { Discovered } from '../model.ts'
import type { LedgerSide } from '../queries/sides.ts'
import type { MatchView } from './match-view.ts'

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

/** The found account and those of the ledger, line by line, with what differs. */
export function MatchSides({ found, sides }: MatchView) {
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
