import { defineRule } from '../model.ts'

const HINTS: readonly RegExp[] = [
  // As a mark: in brackets, or alone in its line.
  /[【（(［[〔「]\s*(?:内部(?:资料|文件|材料|参考|参阅|使用|传阅|掌握)|仅供内部[^】）)\n]{0,6}|不(?:予|得|宜)公开|依申请公开)[^】）)\]〕\n]{0,12}[】）)］\]〕」]/gu,
  /^[^\S\n]*(?:内部(?:资料|文件|材料|参阅)|仅供内部[^\n]{0,8})(?:[，,、 ][^\n]{0,12})?$/gmu,
  /内部(?:资料|文件|材料|参考|情况)[，,、；]?\s*(?:请勿|不得|严禁|禁止|注意|切勿)(?:公开|外传|外泄|转发|保存|翻印|扩散|传播|保密)/gu,
  /(?:此件|本件|此文|此文件|本文件|本资料)(?:不|不予|不得|不宜|请勿|仅供内部|依申请)(?:公开|外传|翻印)?(?:发布)?(?=[）)。，\s]|$)/gu,
  /公开(?:属性|方式|形式|类别)\s*[:：]\s*(?:不予公开|不公开|依申请公开)/gu,
  /(?:会后|阅后)(?:收回|销毁|退回|即焚)/gu,
]

/** 内部资料、不得公开: the text says of itself that it is not for everybody. */
export const internalHint = defineRule({
  id: 'internal-hint',
  kind: 'secrecy',
  gate: 'secrecy',
  severity: 'confirm',
  source: '政府信息公开条例第十四条、第十六条',
  *find(text) {
    if (!/内部|公开|收回|销毁|退回|即焚|外传/u.test(text)) return
    for (const hint of HINTS)
      for (const { 0: found, index } of text.matchAll(hint)) {
        const lead = found.length - found.trimStart().length
        yield {
          start: index + lead,
          end: index + found.length,
          confidence: 0.85,
          why: `文中注明“${found.trim()}”，请核对是否可以公开，不能公开的不得发布。`,
        }
      }
  },
})
