import { html } from 'hono/html'
import { describe, expect, it } from 'vitest'
import { instant } from '../../calendar/index.ts'
import { lackingOf } from './lacking.ts'
import type { Manuscript } from './model.ts'
import { UrgentPage } from './pages/urgent.tsx'

const kept = '<p>文</p><img data-file="f1" alt="">'
const away = '<img data-remote="https://mmbiz.qpic.cn/a" alt="">'

describe('what a text lacks is said before it is submitted', () => {
  it.each<[string, Parameters<typeof lackingOf>[0], string[]]>([
    ['nothing', { plain: '文', body: kept, accountIds: ['a'] }, []],
    ['accounts', { plain: '文', body: kept, accountIds: [] }, ['manuscript.no-account']],
    [
      'pictures that lie elsewhere',
      { plain: '文', body: kept + away, accountIds: ['a'] },
      ['manuscript.picture-missing'],
    ],
    ['words', { plain: ' ', body: '', accountIds: [] }, ['manuscript.empty', 'manuscript.no-account']],
  ])('%s', (_what, text, codes) => expect(lackingOf(text, [{ fileId: 'f1' }]).map(({ code }) => code)).toEqual(codes))
})

describe('the clocks of a 突发事件', () => {
  const said = async (state: Manuscript['state']) => {
    const one = {
      id: 'm',
      number: 1,
      title: '题',
      unitName: '某局',
      class: 'ordinary',
      state,
      urgentSince: instant('2026-10-12T00:00:00Z'),
      urgentCheckedAt: null,
    }
    const now = instant('2026-10-12T02:00:00Z')
    const page = <UrgentPage open={[one as unknown as Manuscript]} rows={[]} now={now} />
    return (await html`${page}`).toString()
  }
  it('run until the text is out, not until it is signed', async () => {
    for (const state of ['review', 'approved'] as const) expect(await said(state)).toContain('还有')
    for (const state of ['published', 'withdrawn'] as const) expect(await said(state)).not.toContain('还有')
  })
})
