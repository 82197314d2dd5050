/**
 * Sums and shares in a sentence as it is printed, the way published circulars got them wrong: parts that don't add up to
 * their whole, a share that follows from none of the numbers beside it, a change that is not the difference.
 */
export function sumFaults(text: string): string[] {
  return text
    .split(/[。！？]/u)
    .flatMap((sentence) => [...partFaults(sentence), ...shareFaults(sentence), ...changeFaults(sentence)])
}

// 12个、12家; not 12月, not 12%.
const counts = /(\d+)(?=(?:个|家|条|次|件|户)(?!百分点|月|工作日|季度))/gu

/** `公布信息304条，其中甲48条、乙79条`, `检查28家（甲18家、乙1家、丙2家）`: what is listed adds up to the whole. */
function partFaults(sentence: string): string[] {
  const lists = sentence.matchAll(
    /(\d+)(个|家|条|次|件|户)[^\d，；。、]{0,6}(?:，其中|其中|，分别为|：|（|，包括)((?:[^\d，；。、（）]*\d+\2[、和及]?){2,})([^，；。）]*)/gu,
  )
  return [...lists].flatMap(([found, whole = '', , list = '', rest = '']) => {
    const parts = [...list.matchAll(/\d+/gu)].map(([part]) => Number(part))
    const sum = parts.reduce((total, part) => total + part, 0)
    const isPart = /等|其他|其余|主要/u.test(list + rest)
    if (isPart ? sum <= Number(whole) : sum === Number(whole)) return []
    return [`“${found}”：各项之和是${sum}，不是${whole}`]
  })
}

/** A share has to follow from two of the counts of its sentence: one of another, of both together, or what is left. */
function shareFaults(sentence: string): string[] {
  const all = [...sentence.matchAll(counts)].map(([, count]) => Number(count))
  if (all.length < 2) return []
  const pairs = all.flatMap((part, at) =>
    all.flatMap((other, place) => (at === place ? [] : [[part, other] as const, [part, part + other] as const])),
  )
  const possible = pairs
    .filter(([part, whole]) => whole > 0 && part <= whole)
    .flatMap(([part, whole]) => [part / whole, (whole - part) / whole])
  return [...sentence.matchAll(/(\d+(?:\.(\d+))?)[%％]/gu)].flatMap(([found, printed = '', decimals = '']) =>
    possible.some((share) => prints(share, printed, decimals.length))
      ? []
      : [`“${found}”不能由同一句中的数字（${all.join('、')}）算出`],
  )
}

/** As it is rounded or cut off. */
function prints(share: number, printed: string, places: number): boolean {
  const scaled = share * 100 * 10 ** places
  const cut = Math.floor(scaled + 1e-9) / 10 ** places
  return (share * 100).toFixed(places) === printed || cut.toFixed(places) === printed
}

/** `由12个减少到9个`, `由12个增加3个，达到15个`: where it goes, and by how much. */
function changeFaults(sentence: string): string[] {
  const moved =
    /由(?:上季度的?|上期的?)?(\d+)(?:个|家|条|次|件|户)?(增加到|增至|上升到|上升至|增加至|减少到|减至|减少至|下降到|下降至)(\d+)/gu
  return [...sentence.matchAll(moved)].flatMap(([found, from, word = '', to]) => {
    const rises = /增|上升/u.test(word)
    return rises === Number(to) > Number(from) && from !== to ? [] : [`“${found}”：前后两个数与“${word}”不符`]
  })
}
