export { checkStored, type StoredFault } from './check-stored.ts'
export { destroyKeys, eraseFile, removeBytes } from './erase.ts'
export { type FileKind, mediaTypes } from './kinds.ts'
export { refuseMarkedForm, refuseMarkedSheets } from './secrecy/refuse-marked.ts'
export { refuseMarkedFiles, refuseBroughtWords } from './secrecy/refuse-marked-files.ts'
export { type NewStop, recordStops, textKeyOf } from './secrecy/stops.ts'
export { missingNewest } from './newest.ts'
export {
  type NewFile,
  beginSavingFiles,
  pathOf as storedPath,
  readStoredFile,
  saveFile,
  saveFiles,
  syncToDisk,
} from './store.ts'
export { pictureSize } from './scans/plain-picture.ts'
export { type InspectedScan, inspectPicture, inspectScan, type ScanKind, scanPage } from './scans/inspect-scan.ts'
export { type PdfText, readPdfText } from './scans/pdf-text.ts'
export { qrPng, qrSvg } from './scans/qr.ts'
