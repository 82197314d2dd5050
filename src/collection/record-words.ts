import type { RecordWords } from '../web/index.ts'
import { eraseReasons } from './evidence/erase.ts'
import { componentSecretLabels } from './component/model.ts'
import { kindLabels } from './handed/kinds.ts'
import { outcomeLabels } from './sources/contract.ts'
import { sources } from './sources/index.ts'

/** For the trail. */
export const collectionRecordWords: RecordWords = {
  evidence: eraseReasons,
  source: { ...Object.fromEntries([...sources].map(([kind, { label }]) => [kind, label])), feeds: '订阅源数' },
  collection: { ...outcomeLabels, ...componentSecretLabels, looks: '采集次数', outcomes: '结果' },
  import: {
    ...Object.fromEntries(kindLabels),
    kinds: '文件种类',
    newFigures: '新增统计数据',
    knownFigures: '已有统计数据',
    changedFigures: '数值不同的统计数据',
    figures: '统计数据',
    takenPosts: '撤回的发布',
    keptPosts: '保留的发布',
    restoredPosts: '恢复原样的发布',
  },
}
