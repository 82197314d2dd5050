import { expect, test } from '../support/journey.ts'

const sizes = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
]

test('a month not yet checked says so, then asks for the day, then offers the check, each below the other at one edge', async ({
  visitAs,
}) => {
  const page = await visitAs('jianguan')
  await page.goto('/months/2026-10')
  for (const size of sizes) {
    await page.setViewportSize(size)
    const inOrder = [
      page.getByRole('heading', { name: '2026年10月尚未开展监测' }),
      page.getByText('先看某日的情况'),
      page.getByLabel('先看某日的情况'),
      page.getByRole('button', { name: '开始判定' }),
    ]
    const boxes = await Promise.all(inOrder.map(async (one) => (await one.boundingBox())!))
    expect(boxes.map(({ x }) => Math.round(x - boxes[0]!.x))).toEqual([0, 0, 0, 0])
    for (const [at, { y }] of boxes.entries()) if (at > 0) expect(y).toBeGreaterThan(boxes[at - 1]!.y)
  }
})
