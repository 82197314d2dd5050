import { bearsSecrecyMark } from '../../vocabulary/secrecy-mark.ts'
import { defineRule } from '../model.ts'

/** 国家秘密标志 (密级★): the text is nobody's to keep here. What stands there is not repeated. */
export const secrecyMark = defineRule({
  id: 'secrecy-mark',
  kind: 'secrecy',
  gate: 'secrecy',
  severity: 'block',
  source: '保守国家秘密法第二十三条；GB/T 9704-2012 7.2.2',
  *find(text) {
    if (!bearsSecrecyMark(text)) return
    const mark = {
      observed: '',
      confidence: 0.99,
      why: '带有国家秘密标志，不得在本系统录入、保存或发布。请立即停止操作，联系保密部门。',
    }
    let [from, told] = [0, false]
    for (const line of text.split('\n')) {
      if (line.includes('密') && bearsSecrecyMark(line)) {
        told = true
        yield { start: from, end: from + line.length, ...mark }
      }
      from += line.length + 1
    }
    // The mark of a paper's head stands in several lines together.
    if (!told) yield { start: 0, end: Math.min(text.length, 1), ...mark }
  },
})
