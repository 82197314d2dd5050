const LOCAL_HEADER = 0x04034b50
const CENTRAL_ENTRY = 0x02014b50
const END_RECORD = 0x06054b50
const END_RECORD_BYTES = 22

/**
 * Writes one moment, 1980-01-01 00:00, into every entry of a ZIP, in place, so that the same paper has the same bytes.
 * For archives of our own making: no comment after the end record, no ZIP64 (PKWARE APPNOTE 4.3).
 */
export function withoutEntryTimes(zip: Uint8Array): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = zip.byteLength - END_RECORD_BYTES
  if (view.getUint32(end, true) !== END_RECORD) throw new Error('not a ZIP of our own making')
  let at = view.getUint32(end + 16, true)
  for (let entry = view.getUint16(end + 10, true); entry > 0; entry--) {
    if (view.getUint32(at, true) !== CENTRAL_ENTRY) throw new Error('a broken ZIP directory')
    stamp(view, at + 12)
    const local = view.getUint32(at + 42, true)
    if (view.getUint32(local, true) !== LOCAL_HEADER) throw new Error('a ZIP entry without its header')
    stamp(view, local + 10)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return zip
}

function stamp(view: DataView, at: number): void {
  view.setUint16(at, 0, true)
  view.setUint16(at + 2, (1 << 5) | 1, true)
}
