import { gateLabels } from '../../gates/model.ts'
import { wholePartsNote } from '../compare-texts.ts'
import type { Desk } from '../desk.ts'
import { changedPlaces, type SinceReturned } from '../since-returned.ts'

type Props = { desk: Pick<Desk, 'manuscript' | 'names' | 'words' | 'isOwn'>; since: SinceReturned }

/** 与上次送审相比: what was said of the round before, and what was changed since, for who reviews it again. */
export function SinceReturnedCard({ desk: { manuscript, names, words, isOwn }, since }: Props) {
  const { before, remarks, changes, facts, from, to } = since
  const places = changedPlaces(changes)
  const isSame = places.every(({ kind }) => kind === 'same' || kind === 'left')
  return (
    <section class="card">
      <header>
        <h2>与上次送审相比</h2>
        <p>
          {from === to && '还是原来那一版'}
          {from !== to && isOwn && (
            <a
              href={`/manuscripts/${manuscript.id}/versions?from=${from}&to=${to}`}
            >{`第${from}版与第${to}版全文对照`}</a>
          )}
        </p>
      </header>
      <div class="in">
        {remarks.length > 0 && (
          <ul class="plain">
            {remarks.map(({ step, item }) => (
              <li>
                <b>{`${gateLabels[item.gate]}${item.outcome === 'fail' ? '不通过' : '通过，附意见'}`}</b>
                {`：${words.get(item.wordsId ?? '') ?? '已删除'}`}
                <small>{`（第${before.number}次送审，${step.name}，${names.get(item.signedBy ?? '') ?? ''}）`}</small>
              </li>
            ))}
          </ul>
        )}
        {facts.map((fact) => (
          <p class="sm">{fact}</p>
        ))}
        {isSame ? (
          <p class="mut sm">正文没有改动。</p>
        ) : (
          <p class="changed">
            {places.map(({ kind, text }) =>
              kind === 'gone' ? <del>{text}</del> : kind === 'new' ? <ins>{text}</ins> : text,
            )}
          </p>
        )}
        {changes.hasWholeParts && <p class="mut sm">{wholePartsNote}。</p>}
      </div>
    </section>
  )
}
