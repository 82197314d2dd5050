import { resolve } from 'node:path'

/** The folder of material that lies beside a checkout; tests and benches run from the checkout's root. */
export const sharedFolder = process.env['GOVMEDIA_SHARED'] ?? resolve('../shared')
