import type { ScanLine } from './limits.ts'

/** Ends the reading of a scan with the line that says why; what is in a file is never a defect of the program. */
export class ScanRefused extends Error {
  readonly line: Extract<ScanLine, { refused: unknown }>
  constructor(line: Extract<ScanLine, { refused: unknown }>) {
    super(line.refused)
    this.line = line
  }
}
