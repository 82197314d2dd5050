import { douyinSource } from './douyin/index.ts'
import { feedSource } from './feed/index.ts'
import { pageSource } from './page/index.ts'
import { siteSource } from './site/index.ts'
import { weiboSource } from './weibo/index.ts'
import { weixinSource } from './weixin/index.ts'
import type { Source } from './contract.ts'

/** Every source, by the name under which it is kept. */
export const sources: ReadonlyMap<string, Source> = new Map(
  // A source is asked only with what its own schemas have read.
  ([feedSource, pageSource, siteSource, weixinSource, weiboSource, douyinSource] as unknown as Source[]).map(
    (source) => [source.kind, source],
  ),
)
