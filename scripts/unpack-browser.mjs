// Unpacks the Chromium that comes with the dependencies into TMPDIR: node scripts/unpack-browser.mjs
// A process of its own, because the package reads its folder and its wishes from the environment alone.
import chromium from '@sparticuz/chromium'

await chromium.executablePath()
