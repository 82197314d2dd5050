import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { figureHref } from '../../reporting/index.ts'
import { numberText } from '../document-number.ts'
import type { Dispatch, IssuingBody } from '../model.ts'
import { type DispatchContent, isBound, type Piece, textOf } from '../words/content.ts'

const ordinal = '一二三四五六七八九十'

type Props = {
  dispatch: Dispatch
  content: DispatchContent
  body: IssuingBody
  today: CivilDate
  /** The report whose numbers this person may look up. */
  reportId: string | undefined
}

/** The paper on the screen: the words that are printed; what is bound to a source and what was typed are told apart. */
export function Words({ dispatch, content, body, today, reportId }: Props) {
  const say = sayFor(reportId)
  let [first, second] = [0, 0]
  return (
    <article class="doc">
      <p class="org">{body.flag}</p>
      <p class="no">{dispatch.number ? numberText(dispatch.number) : '（编号后印入发文字号）'}</p>
      <hr class="line" />
      <h2>
        {content.title.map((line, at) => (
          <>
            {at > 0 && <br />}
            {line}
          </>
        ))}
      </h2>
      <p class="nt">{`${content.addressee.replace(/[:：]?$/u, '')}：`}</p>
      {content.blocks.map((block) => {
        if (block.kind === 'paragraph') return <p>{block.runs.map(say)}</p>
        if (block.level === 1) {
          second = 0
          return <h3>{`${ordinal[first++] ?? ''}、${block.text}`}</h3>
        }
        return <h4>{`（${ordinal[second++] ?? ''}）${block.text}`}</h4>
      })}
      <AnnexList content={content} />
      <p class="sig">
        {body.name}
        <br />
        {formatDayZh(dispatch.signedOn ?? today)}
      </p>
    </article>
  )
}

const AnnexList = ({ content: { annexes } }: { content: DispatchContent }) =>
  annexes.length === 0 ? null : (
    <p>
      {annexes.map(({ title }, at) => (
        <>
          {at > 0 && <br />}
          {`${at === 0 ? '附件：' : '　　　'}${annexes.length > 1 ? `${at + 1}.` : ''}${title}`}
        </>
      ))}
    </p>
  )

const sayFor = (reportId: string | undefined) => (piece: Piece) => {
  if (typeof piece === 'string') return piece
  if ('typed' in piece) return <span class="bn hand">{piece.text}</span>
  if (!isBound(piece) || !('figure' in piece)) return textOf(piece)
  const own = ownMeaning(piece.figure)
  return (
    <span class="bn" tabindex={0}>
      {piece.text}
      <span class="pop">
        {own ?? '取自所依据的季度报告，按报告附表重新计算。'}
        {!own && reportId && (
          <>
            <br />
            <a href={figureHref(reportId, piece.figure)}>查看名单和口径</a>
          </>
        )}
      </span>
    </span>
  )
}

/** Where a number of the paper itself comes from; undefined: it is the report's. */
function ownMeaning(figure: string): string | undefined {
  const [family = '', member] = figure.split(':')
  if (family === 'rows') return `附件${member}的行数。`
  if (family === 'units' && member) return `附件${member}所列单位，去重。`
  if (family === 'feedback-by') return '反馈期限，随拟稿时所填工作日推算。'
  if (family === 'feedback-days') return '拟稿时所填的反馈工作日。'
  return undefined
}
