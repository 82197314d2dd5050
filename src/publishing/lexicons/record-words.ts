import type { RecordWords } from '../../web/index.ts'

/** For the trail. */
export const lexiconRecordWords: RecordWords = {
  lexicon: {
    words: '词库',
    names: '单位词典',
    sources: '稿源名单',
    added: '新增',
    replaced: '更新',
    same: '未变',
    refused: '未导入',
    line: '条目',
  },
  'text-decision': { rule: '提示', reason: '理由', unitId: '单位' },
}
