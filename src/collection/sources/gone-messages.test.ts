import { expect, it } from 'vitest'
import { instant } from '../../calendar/index.ts'
import { withGone } from './gone-messages.ts'
import { messageSample } from './messages.ts'

const [asked, now] = [instant('2026-10-01T02:00:00.000Z'), instant('2026-10-12T02:00:00.000Z')]
const said = (id: string) => messageSample({ id, at: asked, text: '水', repliedAt: null, replied: false })
const look = (memory: object, whole: boolean, ...ids: string[]) =>
  withGone({ comments: memory }, [{ of: '文', whole, samples: ids.map(said) }], now)
const told = ({ samples }: ReturnType<typeof look>) =>
  samples.map(({ key, value, observedAt }) => [key, value['status'], observedAt === now])

it.each([
  [
    'is missing of a whole list',
    true,
    ['b'],
    [
      ['comment:b', 'open', false],
      ['comment:a', 'gone', true],
    ],
  ],
  ['is missing of a list that is not whole', false, ['b'], [['comment:b', 'open', false]]],
  [
    'is there',
    true,
    ['a', 'b'],
    [
      ['comment:a', 'open', false],
      ['comment:b', 'open', false],
    ],
  ],
])('a comment that %s', (_what, whole, ids, wanted) => {
  const { comments } = look({}, true, 'a', 'b')
  expect(told(look(comments, whole, ...ids))).toEqual(wanted)
})

it('that was gone is told once, and anew when it is back', () => {
  const first = look({}, true, 'a')
  const gone = look(first.comments, true)
  expect(told(gone)).toEqual([['comment:a', 'gone', true]])
  expect(told(look(gone.comments, true))).toEqual([])
  expect(told(look(gone.comments, true, 'a'))).toEqual([['comment:a', 'open', true]])
})
