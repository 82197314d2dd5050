import { defineRule } from '../model.ts'

const SINGLE = /([的了是在和与及为将被把于由从已也并或这我他它你就要有对按据至向经以而但且其该])\1/gu

/** Where two of a letter are right: what stands around them, `_` being the pair. */
const RIGHT: Readonly<Record<string, RegExp>> = {
  的: /[目标有靶鹄中]_|_确|_士/u,
  了: /[为除罢到受]_[解断然]|不_之|_[解如然无断]|知_|[终完]_[了]?$/u,
  是: /_[非否]|[实凡于]_/u,
  在: /[现存实所]_|_[在]?[线场位校职岗籍编]/u,
  和: /_[气谐美解平睦]|[祥谦温平饱缓总调柔亲]_/u,
  与: /[参给赋]_|_会|_时/u,
  及: /_[时早格其]|[涉波普以]_/u,
  为: /[因认以作成行称人改]_|_[了何]|_民/u,
  将: /_[来军近士要领]|[即必终]_|[小大上中少]_/u,
  被: /[棉]_/u,
  把: /_[关握柄手]/u,
  于: /[由关对基至]_|_都/u,
  由: /[理自缘事]_|_[来衷]/u,
  从: /[服听随盲遵顺]_|_[来前事]/u,
  已: /[而业早自不]_|_[经]/u,
  也: /_许/u,
  并: /[合兼吞]_|_[且购列]/u,
  或: /[抑]_|_[者许]/u,
  这: /_[里样些个]/u,
  我: /[自]_/u,
  他: /[其]_|_[们]/u,
  它: /[其]_/u,
  你: /_[们]/u,
  就: /[成造迁高]_|_[业是绪地任医学]/u,
  要: /[只主重需纪摘概提必]_|_[求素点闻件约]/u,
  有: /[只没所具拥还国含占私富公享]_|_[关效些所人力利序机无毒害]/u,
  对: /[一针面核校反绝相应派比]_|_[方象于口应策照接付]/u,
  按: /_[照时期]/u,
  据: /[依根数证票单]_|_[此悉说]/u,
  至: /[甚直以乃截]_|_[今少于]/u,
  向: /[方面意走倾定去转流导取志动趋]_|_[来往]/u,
  经: /[已曾历财正]_|_[济营验过常费]/u,
  以: /[所可予加给难得足]_|_[及上下内外来后前]/u,
  而: /[从然因反]_|_[且后]/u,
  但: /[不非]_/u,
  且: /[而并况暂]_/u,
  其: /[极尤及与]_|_[他中实余次]/u,
  该: /[应活]_/u,
}
// Words of Chinese that are said twice, and numbers, which may be anything.
const TWICE =
  /^(?:[一二三四五六七八九十百千万亿零〇\d]+|.*(?:一点|一步|一个|一次|一遍|一天|年年|谢谢|一.地|非常|很多|好多|许多).*|哈+|呵+|[啊呀哦嗯]+)$/u

// Words that join or qualify others: the same one twice in a row joins nothing.
const WORDS =
  /(我们|他们|以及|并且|但是|因为|所以|通过|根据|按照|对于|关于|应当|可以|已经|目前|其中|不断|切实|认真|积极|及时|必须|进行|加强|推进|提高|开展|进一步)\1/gu

/** 的的, 进一步进一步: written twice by a slip of the hand. */
export const doubledCharacters = defineRule({
  id: 'doubled-characters',
  kind: 'character',
  gate: 'wording',
  severity: 'confirm',
  source: '政务新媒体通报实例（叠字）',
  *find(text) {
    for (const { 0: pair, 1: letter = '', index } of text.matchAll(SINGLE)) {
      const around = `${text.slice(Math.max(0, index - 1), index)}_${text.slice(index + 2, index + 3)}`
      if (RIGHT[letter]?.test(around) || text[index + 2] === letter || text[index - 1] === letter) continue
      yield {
        start: index,
        end: index + 2,
        suggestion: letter,
        confidence: 0.85,
        why: `“${pair}”像是多写了一个“${letter}”。`,
      }
    }
    for (const { 0: twice, 1: word = '', index } of text.matchAll(WORDS))
      yield { start: index, end: index + twice.length, suggestion: word, confidence: 0.9, why: `“${word}”连写了两遍。` }
    for (const { start, length } of repeats(text)) {
      const words = text.slice(start, start + length)
      if (TWICE.test(words)) continue
      yield { start, end: start + 2 * length, suggestion: words, confidence: 0.85, why: `“${words}”连写了两遍。` }
    }
  },
})

const [SHORTEST, LONGEST] = [3, 10]

/**
 * Places where three to ten Chinese letters stand twice in a row. Three may meet by chance (再审申请人申请人民法院): they
 * count beside a mark or the end of a line.
 */
function* repeats(text: string): Generator<{ start: number; length: number }> {
  const last = new Int32Array(0x10000).fill(-LONGEST - 1)
  let [length, run] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    const back = at - last[letter]!
    last[letter] = at
    if (letter < 0x4e00 || letter > 0x9fff || back < SHORTEST || back > LONGEST) run = 0
    else {
      run = back === length ? run + 1 : 1
      length = back
      if (run === length) {
        run = 0
        const start = at - 2 * length + 1
        if (length > SHORTEST || isEdge(text[start - 1]) || isEdge(text[at + 1])) yield { start, length }
      }
    }
  }
}

const isEdge = (letter: string | undefined) => letter === undefined || /[\s，。；：！？、“”（）]/u.test(letter)
