const MOST = 6

/** Names in a line: all of a few; of many the first, and how many there are (甲区、乙区等 122 个地区). */
export const severalNames = (names: readonly string[], unit: string): string =>
  names.length <= MOST ? names.join('、') : `${names.slice(0, 3).join('、')}等 ${names.length} ${unit}`
