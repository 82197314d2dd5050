let codes: Map<string, number> | undefined

/** Text in the two-byte part of GB18030, which holds all that the simulator writes; anything else is a question mark. */
export function gb18030(text: string): Buffer {
  codes ??= table()
  const bytes = [...text].flatMap((letter) => {
    if (letter < '\x80') return [letter.charCodeAt(0)]
    const code = codes?.get(letter)
    return code === undefined ? [0x3f] : [code >> 8, code & 255]
  })
  return Buffer.from(bytes)
}

function table(): Map<string, number> {
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, number>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++)
      if (low !== 0x7f) found.set(decoder.decode(Uint8Array.of(high, low)), (high << 8) | low)
  return found
}
