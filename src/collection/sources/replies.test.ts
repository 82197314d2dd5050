import { expect, it } from 'vitest'
import { retryAfter } from './replies.ts'

const now = Date.parse('2026-10-12T09:00:00+08:00')
const asked = (said?: string) =>
  retryAfter(
    {
      kind: 'reply',
      url: 'https://a.example/',
      status: 429,
      headers: said === undefined ? {} : { 'retry-after': said },
      body: Buffer.alloc(0),
    },
    now,
  )

it.each([
  ['7200', 7_200_000],
  [' 60 ', 60_000],
  ['Mon, 12 Oct 2026 02:00:00 GMT', 3_600_000],
  ['99999999', 86_400_000],
  ['Fri, 01 Jan 2100 00:00:00 GMT', 86_400_000],
  ['Mon, 12 Oct 2026 00:00:00 GMT', undefined],
  ['0', undefined],
  ['later', undefined],
  [undefined, undefined],
])('Retry-After %s', (said, wanted) => expect(asked(said)).toBe(wanted))
