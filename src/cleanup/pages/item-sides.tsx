import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../calendar/index.ts'
import { type Disposition, dispositionLabels } from '../../registry/index.ts'
import { type CleanupItem, itemStateLabels } from '../items/model.ts'

/** What stands behind the unit's word: scans of the signed paper, where this person may open them. */
export type SignedPaper = { scans: readonly { id: string; pages: number }[]; mayOpen: boolean }

type Props = {
  item: CleanupItem
  names: ReadonlyMap<string, string>
  paper: SignedPaper | undefined
  /** Who typed in the unit's word for it; undefined: it was the unit. */
  enteredBy: string | undefined
  /** Whether who looks may open 审定表签章. */
  seesSheets: boolean
}

/** The four columns of the decision sheet: machine, unit, supervisor, what was done. */
export const ItemSides = (props: Props) => (
  <section class="card">
    <header>
      <h2>审定情况</h2>
      <p>
        <a href={`/cleanup/days/${props.item.asOf}/sheet/pdf`}>{`${formatDayZh(props.item.asOf)}审定表（PDF）`}</a>
      </p>
    </header>
    <div class="in four">
      <Machine {...props} />
      <Unit {...props} />
      <Decided {...props} />
      <Done {...props} />
    </div>
  </section>
)

const Side = ({ title, word, children }: { title: string; word: string | null; children?: Child }) => (
  <div>
    <h3>{title}</h3>
    <p class={word === null ? 'mut' : 'said'}>{word ?? '尚无'}</p>
    {children}
  </div>
)

const wordOf = (disposition: Disposition | null) => disposition && dispositionLabels[disposition]

const Machine = ({ item }: Props) => (
  <Side title="系统建议" word={`${wordOf(item.disposition) ?? '—'}${item.needsReason ? '，需说明理由' : ''}`}>
    <p class="mut">{item.proposal.reasons.map(({ rule }) => rule).join('、') || '没有规则提出意见'}</p>
  </Side>
)

const Unit = ({ item, paper, enteredBy }: Props) => (
  <Side title="单位意见" word={wordOf(item.unitDisposition)}>
    {item.unitReason && <p>{item.unitReason}</p>}
    {item.unitReturnId && (
      <>
        <p>{`附件2整改措施，已签字盖章并受理，备案号 ${item.unitFilingNumber}`}</p>
        <p class="links">
          <a href={`/filing/returns/${item.unitReturnId}`}>查看报送</a>
          {paper?.mayOpen &&
            paper.scans.map(({ id }, at) => (
              <a href={`/filing/returns/${item.unitReturnId}/scans/${id}/1`}>
                {paper.scans.length > 1 ? `签字盖章件${at + 1}` : '签字盖章件'}
              </a>
            ))}
        </p>
      </>
    )}
    {item.unitDisposition && !item.unitReturnId && (
      <p class="mut">{enteredBy ? `代录：${enteredBy}，未附签字盖章件` : '在本页确认，未附签字盖章件'}</p>
    )}
  </Side>
)

const Decided = ({ item, names, seesSheets }: Props) => (
  <Side title="审定意见" word={wordOf(item.decidedDisposition)}>
    {item.decisionReason && <p>{item.decisionReason}</p>}
    {item.sheetState === 'signed' && (
      <p>
        {seesSheets ? (
          <a href={`/cleanup/sheets/${item.sheetId}`}>{`第${item.sheetNumber}号审定表，已签字盖章`}</a>
        ) : (
          `第${item.sheetNumber}号审定表，已签字盖章`
        )}
      </p>
    )}
    {item.dueOn && <p>{`办理期限 ${formatDayZh(item.dueOn)}`}</p>}
    {item.decidedBy && (
      <p class="mut">{`${names.get(item.decidedBy) ?? ''}　${item.decidedOn ? formatDayZh(item.decidedOn) : ''}`}</p>
    )}
  </Side>
)

const Done = ({ item }: Props) => (
  <Side title="办理情况" word={item.decidedDisposition ? itemStateLabels[item.state] : null}>
    {item.evidenceNote && (
      <p>
        {item.evidenceNote}
        {item.evidenceFileId && (
          <>
            {'　'}
            <a href={`/cleanup/${item.id}/evidence`}>办理证明</a>
          </>
        )}
      </p>
    )}
    {item.verifiedNote && <p>{`核验意见：${item.verifiedNote}`}</p>}
  </Side>
)
