export { type FileKind, mediaTypes } from './kinds.ts'
export { type NewFile, readStoredFile, saveFile } from './store.ts'
export { type InspectedScan, inspectScan, type ScanKind, scanPage } from './scans/inspect-scan.ts'
export { qrPng, qrSvg } from './scans/qr.ts'
