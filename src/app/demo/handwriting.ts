const [WIDTH, HEIGHT] = [640, 420]

/**
 * A box of 领导批示 as a phone sees it, drawn for the demonstration: strokes of a pen in lines, and no word, so that nobody takes
 * it for a leader's hand. PNG.
 */
export async function handwrittenBox(): Promise<Uint8Array> {
  // A picture library is not loaded before somebody makes a demonstration.
  const { encode } = await import('fast-png')
  const data = new Uint8Array(WIDTH * HEIGHT * 3).fill(248)
  const dot = (x: number, y: number, shade: readonly [number, number, number]) =>
    data.set(shade, (Math.round(y) * WIDTH + Math.round(x)) * 3)
  const [line, pen] = [[150, 150, 150] as const, [38, 46, 84] as const]
  for (let x = 30; x < WIDTH - 30; x++) for (const y of [40, HEIGHT - 40]) dot(x, y, line)
  for (let y = 40; y <= HEIGHT - 40; y++) for (const x of [30, WIDTH - 31]) dot(x, y, line)
  for (let row = 0; row < 3; row++)
    for (let sign = 0; sign < (row === 2 ? 4 : 11); sign++)
      for (let step = 0; step < 900; step++) {
        const at = step / 900
        const turn = (row * 11 + sign) % 5
        const x = 62 + sign * 48 + 15 + Math.sin(at * (9 + turn * 2)) * 15 * (1 - at / 3)
        const y = 92 + row * 84 + Math.cos(at * (13 - turn)) * 19 + at * 8
        for (const right of [0, 1]) for (const down of [0, 1]) dot(x + right, y + down, pen)
      }
  return encode({ width: WIDTH, height: HEIGHT, data, channels: 3, depth: 8 })
}
