/** An address of the web as it stands in a text. */
export type WrittenAddress = { start: number; end: number; text: string }

const ADDRESS =
  /(?<![\w@.-])(?:[a-z][a-z\d+.-]{1,12}[:：]\/{1,3}|www\.|file:)[^\s\u3000-\u303f\uff00-\uffef\u201c\u201d\u4e00-\u9fff<>"'（）]+/giu

/** Every address a text shows, whole; marks that end a sentence are not part of it. */
export function* writtenAddresses(text: string): Generator<WrittenAddress> {
  if (!/:\/|：\/|www\.|file:/iu.test(text)) return
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const whole = found.replace(/[.,;:!?)\]]+$/u, '')
    yield { start: index, end: index + whole.length, text: whole }
  }
}

/** The host of an address as it is written, in lower case; undefined where there is none. */
export function hostOf(address: string): string | undefined {
  const plain = address.replace('：', ':').replace(/^www\./i, 'http://www.')
  return /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@\s]*@)?([^/?#:\s]+|\[[\da-f:.]+\])/iu.exec(plain)?.[1]?.toLowerCase()
}
