import { qrPng } from '../../files/index.ts'

const [WIDTH, HEIGHT] = [700, 990]
type Ink = readonly [number, number, number]
const inks = { paper: [252, 251, 247], line: [150, 150, 150], pen: [38, 46, 84], seal: [196, 32, 32] } as const

/**
 * A sheet as a scanner sees it, drawn for the demonstration: ruled, with somebody's stroke, a ring in red, and the code of a
 * paper in its foot. It bears no word, so that nobody takes it for a document. PNG.
 */
export async function signedPaper(code: string): Promise<Uint8Array> {
  // A picture library is not loaded before somebody makes a demonstration.
  const { decode, encode } = await import('fast-png')
  const data = new Uint8Array(WIDTH * HEIGHT * 3)
  const dot = (x: number, y: number, [red, green, blue]: Ink) =>
    data.set([red, green, blue], (Math.round(y) * WIDTH + Math.round(x)) * 3)
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) dot(x, y, inks.paper)
  for (let row = 0; row <= 14; row++) for (let x = 60; x <= 640; x++) dot(x, 120 + row * 40, inks.line)
  for (const column of [60, 200, 420, 640]) for (let y = 120; y <= 680; y++) dot(column, y, inks.line)
  for (let step = 0; step < 4_000; step++) {
    const at = step / 4_000
    const [x, y] = [130 + at * 150, 770 + Math.sin(at * 17) * 18 * (1 - at / 2) - at * 14]
    for (const [right, down] of [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const)
      dot(x + right, y + down, inks.pen)
    const turn = at * 2 * Math.PI
    for (let radius = 62; radius < 66; radius++)
      dot(320 + Math.cos(turn) * radius, 760 + Math.sin(turn) * radius, inks.seal)
  }
  const { width, height, channels, data: modules } = decode(await qrPng(code, 150))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const shade = (modules[(y * width + x) * channels] ?? 0) > 127 ? 255 : 0
      dot(500 + x, 800 + y, [shade, shade, shade])
    }
  return encode({ width: WIDTH, height: HEIGHT, data, channels: 3, depth: 8 })
}
