import { crc32, deflateRawSync } from 'node:zlib'

/** One file of a hand-made archive. `says` lets the directory (and the local header, unless `honestInside`) lie. */
export type HandMade = {
  name: string
  data: Uint8Array | string
  stored?: boolean
  says?: { size?: number; packed?: number; crc?: number; flags?: number; method?: number; insideName?: string }
  /** Points the directory entry at the data of an earlier entry. */
  at?: number
}

/** An ordinary ZIP archive, or one with exactly the faults asked for. */
export function makeZip(entries: readonly HandMade[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const data = Buffer.from(entry.data)
    const body = entry.stored === true ? data : deflateRawSync(data)
    const name = Buffer.from(entry.name)
    const inside = Buffer.from(entry.says?.insideName ?? entry.name)
    directory.push(
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      fields(entry, data, body, name.length),
      tail(entry.at ?? offset),
      name,
    )
    if (entry.at !== undefined) continue
    const piece = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      fields(entry, data, body, inside.length),
      inside,
      body,
    ])
    pieces.push(piece)
    offset += piece.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, list, end])
}

function fields({ says, stored }: HandMade, data: Buffer, body: Buffer, nameLength: number): Buffer {
  const made = Buffer.alloc(26)
  made.writeUInt16LE(20, 0)
  made.writeUInt16LE(says?.flags ?? 0, 2)
  made.writeUInt16LE(says?.method ?? (stored === true ? 0 : 8), 4)
  made.writeUInt32LE(says?.crc ?? crc32(data), 10)
  made.writeUInt32LE(says?.packed ?? body.length, 14)
  made.writeUInt32LE(says?.size ?? data.length, 18)
  made.writeUInt16LE(nameLength, 22)
  return made
}

function tail(offset: number): Buffer {
  const place = Buffer.alloc(14)
  place.writeUInt32LE(offset, 10)
  return place
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The parts of a one-sheet .xlsx around hand-written sheet markup (what stands inside `<worksheet>`). */
export function xlsxParts(sheet: string, styles = '', sheetHead = HEAD): HandMade[] {
  const relationships = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
  return [
    {
      name: '[Content_Types].xml',
      data: `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    },
    {
      name: '_rels/.rels',
      data: `${HEAD}<Relationships ${relationships}><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="表一" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `${HEAD}<Relationships ${relationships}><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="r3" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', data: `${HEAD}<styleSheet xmlns="${MAIN}">${styles}</styleSheet>` },
    { name: 'xl/worksheets/sheet1.xml', data: `${sheetHead}<worksheet xmlns="${MAIN}">${sheet}</worksheet>` },
  ]
}

export const makeXlsx = (sheet: string, styles = ''): Buffer => makeZip(xlsxParts(sheet, styles))

/** The same workbook as Office on the web lays it out: another main part, and a chart sheet before the table. */
export function makeWebXlsx(sheet: string): Buffer {
  const other = (text: string) => text.replaceAll('xl/workbook.xml', 'xl/workbook2.xml')
  return makeZip(
    xlsxParts(sheet).map(({ name, data }) => ({
      name: name.replace('workbook.xml', 'workbook2.xml'),
      data: other(String(data))
        .replace('<sheets>', '<sheets><sheet name="图一" sheetId="9" r:id="r9"/>')
        .replace(
          '<Relationship Id="r2"',
          `<Relationship Id="r9" Type="${OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/>$&`,
        ),
    })),
  )
}
