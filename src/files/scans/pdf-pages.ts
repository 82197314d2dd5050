import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium'
import { ScanRefused } from './fault.ts'
import { scanLimits } from './limits.ts'
import { wasmOf } from './wasm-of.ts'

/** A drawn page: red, green, blue and opaque, row by row. */
export type Picture = { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number }

/** Opens a PDF. Refuses one that asks for a password, and one that no program could open. */
export async function openPdf(bytes: Uint8Array): Promise<PDFiumDocument> {
  const library = await PDFiumLibrary.init({ wasmBinary: wasmOf('@hyzyla/pdfium/pdfium.wasm') })
  try {
    return await library.loadDocument(bytes)
  } catch (error) {
    // “Unsupported security scheme” is a lock too: it is opened by a certificate or a program of its own.
    throw new ScanRefused({ refused: /password|security/i.test(String(error)) ? 'password' : 'unreadable' })
  }
}

/** Page `at` (from 0), at `scale` pixels a point or `width` pixels wide, and no side longer than the limit. */
export async function drawPage(
  document: PDFiumDocument,
  at: number,
  size: { scale: number } | { width: number },
): Promise<Picture> {
  const page = document.getPage(at)
  const { originalWidth, originalHeight } = page.getOriginalSize()
  const wanted = 'scale' in size ? size.scale : size.width / Math.max(originalWidth, 1)
  const scale = Math.min(wanted, scanLimits.side / Math.max(originalWidth, originalHeight, 1))
  const drawn = await page.render({ scale, render: ({ data }) => Promise.resolve(data) })
  // On a ground of white that lets nothing through; the wrapper asks the renderer for red first.
  return { data: new Uint8ClampedArray(drawn.data), width: drawn.width, height: drawn.height }
}
