import { writeFile } from 'node:fs/promises'
import { addFeeds, exportFeeds, previewFeeds } from '../../collection/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { defineCommand } from '../command.ts'
import { readNamed } from '../input.ts'
import { writingHelp, writingOptions } from '../writing.ts'

/** Sets up the feeds of a list (OPML) whose accounts are sure. Exit code 1 when nothing was set up because some are not. */
export const importFeedsCommand = defineCommand({
  operands: 'FILE',
  summary: '导入订阅源清单（.opml），按网页链接和名称对应账号',
  options: writingOptions,
  optionHelp: { ...writingHelp, 'accept-valid': '不能确定账号的不要，其余设置' },
  async run(context) {
    const { deps, actor, values, out, json } = context
    const districtId = await context.district()
    const placed = await previewFeeds(deps, actor, { districtId, ...(await readNamed(context)) })
    const found = placed.flatMap((feed) => (feed.is === 'found' ? feed : []))
    const open = placed.flatMap((feed) => (feed.is === 'open' ? feed : []))
    const counts = {
      feeds: placed.length,
      found: found.length,
      open: open.length,
      setUp: placed.length - found.length - open.length,
    }
    const outcome = values['dry-run']
      ? 'previewed'
      : open.length > 0 && !values['accept-valid']
        ? 'rejected'
        : 'written'
    const chosen = found.map(({ account, xmlUrl }) => ({ accountId: account.id, url: xmlUrl }))
    const { added } =
      outcome === 'written' && chosen.length > 0
        ? await addFeeds(deps, actor, { districtId, feeds: chosen })
        : { added: 0 }
    if (json) {
      const feeds = placed.map((feed) => ({
        title: feed.title,
        url: feed.xmlUrl,
        is: feed.is,
        ...(feed.is === 'open' ? { why: feed.why } : { account: feed.account.id, name: feed.account.name }),
      }))
      out.result(JSON.stringify({ outcome, counts: { ...counts, added }, feeds }))
    } else {
      for (const { title, xmlUrl, account } of found)
        out.say(
          `${title ?? xmlUrl}　属于　${account.name}（${platforms[account.platform].label}，${account.unitName}）`,
        )
      for (const { title, xmlUrl, why } of open) out.say(`${title ?? xmlUrl}　不能确定账号：${why}　${xmlUrl}`)
      const words = { previewed: '预览，未设置：', rejected: '有不能确定账号的，全部未设置：', written: '' }[outcome]
      out.result(
        `${words}清单中有订阅源 ${counts.feeds} 个，对上账号 ${counts.found} 个，不能确定 ${counts.open} 个，已经设置的 ${counts.setUp} 个；新设置 ${added} 个。`,
      )
    }
    return outcome === 'rejected' ? 1 : 0
  },
})

/** Writes all feeds of the district as a list (OPML); those that were switched off are no part of it. */
export const exportFeedsCommand = defineCommand({
  operands: 'FILE',
  summary: '导出订阅源清单（.opml），已停用的不写',
  options: {},
  async run({ deps, actor, out, json, positionals, district }) {
    const { feeds, opml } = await exportFeeds(deps, actor, { districtId: await district() })
    const path = positionals[0] ?? ''
    await writeFile(path, opml)
    out.result(json ? JSON.stringify({ file: path, feeds }) : `已导出 ${feeds} 个订阅源：${path}`)
  },
})
