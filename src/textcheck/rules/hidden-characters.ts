import { defineRule } from '../model.ts'
import { UNSEEN } from '../../vocabulary/unseen.ts'

const OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/u
const RUN = new RegExp(`(?:${UNSEEN.source})+`, 'g')
// Joiners and marks are part of how these are written: emoji, Arabic and Hebrew letters, Mongolian, Indic scripts.
const NEEDS =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u20e3\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Tibetan}]/u
// How a sign is drawn, in colour or in black, is said behind it; behind a letter or a digit it says nothing.
const DRAWN = /^[\ufe00-\ufe0f]+$/

/** Signs nobody sees: zero-width blanks that hide a word, direction overrides that show another one. */
export const hiddenCharacters = defineRule({
  id: 'hidden-characters',
  kind: 'character',
  gate: 'wording',
  severity: 'confirm',
  source: 'Unicode TR 36',
  reads: 'stored',
  *find(text) {
    for (const { 0: signs, index } of text.matchAll(RUN)) {
      const end = index + signs.length
      const turns = OVERRIDE.test(signs)
      // A byte order mark begins a file; a soft hyphen is where a long word may break.
      if (!turns && ((index === 0 && signs === '\ufeff') || NEEDS.test(text.slice(Math.max(0, index - 2), end + 2))))
        continue
      if (DRAWN.test(signs) && !/[A-Za-z\d\u3400-\u9fff]/u.test(text[index - 1] ?? '')) continue
      const codes = [...new Set(signs)].map(
        (sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
      )
      yield {
        start: index,
        end,
        observed: codes.join(' '),
        suggestion: '',
        confidence: turns ? 0.99 : 0.9,
        why: turns
          ? `此处有看不见的文字方向控制符（${codes.join('、')}），显示的顺序可能与实际不同，请删除。`
          : `此处有看不见的字符（${codes.join('、')}），可能是复制带入或用来躲避检查，请删除。`,
      }
    }
  },
})
