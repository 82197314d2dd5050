import { demoDistrict } from '../../src/app/demo/cast.ts'
import { demoPassword } from '../../src/app/demo/people.ts'
import { addMonths, firstDayOf, lastDayOf, month } from '../../src/calendar/index.ts'
import { importPosts } from '../../src/collection/index.ts'
import { writeCsv } from '../../src/documents/index.ts'
import { playManuscripts } from '../../src/app/demo/manuscripts.ts'
import { expect, signIn, test } from '../support/journey.ts'
import { storyPlace } from '../support/story-place.ts'

const title = '城东片区10月10日晚停水检修的通知'

test('a post that was changed after approval becomes a candidate with the words beside each other, which a reviewer confirms', async ({
  visit,
}) => {
  const place = await storyPlace(async (cast) => {
    const { deps, stage, actors, accounts } = cast
    await playManuscripts(cast, accounts)
    const october = month('2026-10')
    stage.to(`${addMonths(october, 1)}-02T09:00:00+08:00`)
    const covers = { from: firstDayOf(october), to: lastDayOf(october) }
    await importPosts(deps, actors.get('operator') ?? actors.get('supervisor')!, {
      districtId: demoDistrict.id,
      fileName: '发布数据.csv',
      bytes: writeCsv([
        ['账号', '平台', '标题', '链接', '发布时间'],
        ['临湖水务', '微信公众号', title, 'https://demo.example.cn/16/1010', '2026-10-10 15:36'],
      ]),
      acceptValid: true,
      covers,
    })
  })
  try {
    const program = await place.on('2026-11-02T09:30:00+08:00')
    const as = async (login: string) => {
      const page = await visit(program)
      await signIn(page, { login, password: demoPassword(login) })
      return page
    }
    const supervisor = await as('jianguan')
    await supervisor.goto('/approved?month=2026-10')
    await expect(supervisor.getByText('标题一致，正文未比对', { exact: true }).last()).toBeVisible()
    await supervisor.getByRole('link', { name: title }).click()
    await supervisor
      .getByLabel('帖文正文')
      .fill(
        '因城东主管网阀门更换，10月10日21时至11日6时，城东片区停水检修。\n请沿线居民提前储水。抢修电话：0730-12345。',
      )
    await supervisor.getByRole('button', { name: '录入并比对' }).click()
    await expect(supervisor.locator('del')).toHaveText('22')
    await expect(supervisor.locator('ins')).toHaveText('21')
    await expect(supervisor.getByText('系统比对存疑，尚未认定')).toBeVisible()
    await supervisor.goto('/months/2026-10')
    await supervisor.getByRole('button', { name: '开始判定' }).click()
    await expect(supervisor.getByText('个账号暂不判定，不算未更新')).toBeVisible({ timeout: 20_000 })

    const reviewer = await as('fuhe')
    await reviewer.goto('/review?month=2026-10&indicator=D-JS-09')
    await reviewer.locator('main table a').first().click()
    await expect(reviewer.getByText('与审定稿比对')).toBeVisible()
    await expect(reviewer.locator('main')).toContainText('审后改动')
    await reviewer.getByRole('link', { name: title }).click()
    await expect(reviewer.locator('del')).toHaveText('22')
    await reviewer.goBack()
    await reviewer.getByRole('radio', { name: /^确认/u }).check()
    await reviewer.getByRole('button', { name: '提交并看下一条' }).click()
    await expect(reviewer.getByRole('alert').filter({ hasText: '请' })).toHaveCount(0)
    await reviewer.goto('/review?month=2026-10&indicator=D-JS-09&state=confirmed')
    await expect(reviewer.locator('main table')).toContainText('临湖水务')
  } finally {
    await place.end()
  }
})
