import { Resvg } from '@resvg/resvg-js'
import { standIn } from './fonts.ts'

// Twice the size of the drawing: sharp on paper, still small.
const ZOOM = 2

/** A drawing as PNG, for programs that don't read SVG. Lettered in the sans of the program, whatever the machine has. */
export function pictureOf(svg: string): Uint8Array {
  const font = { fontFiles: [standIn('hei')], loadSystemFonts: false, defaultFontFamily: 'Noto Sans SC' }
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM }, background: '#fff', font }).render().asPng()
}
