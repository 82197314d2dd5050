// Pictures of every page of the demonstration, on a PC and on a phone:  node scripts/screenshots.mjs FOLDER
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { orSay, prepareDependencies, prepareProgram, programNode } from './preparation.mjs'

const sizes = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
]
/** Between them these five open every page. */
const people = ['jianguan', 'guanli', 'shenji', 'tianbao', 'quling']

const folder = process.argv[2]
if (!folder) {
  console.error('请写明存放图片的文件夹：node scripts/screenshots.mjs 文件夹')
  process.exitCode = 2
} else if (programNode() === process.execPath) {
  await orSay(async () => {
    await prepareProgram()
    await takePictures(resolve(folder))
  })
} else {
  await orSay(prepareDependencies)
  // The browser's support is TypeScript, which only the program's own Node reads.
  process.exitCode ||= spawnSync(programNode(), process.argv.slice(1), { stdio: 'inherit' }).status ?? 1
}

async function takePictures(into) {
  const { launchBrowser } = await import('../tests/support/browser.ts')
  const { serveProgram } = await import('../tests/support/served-program.ts')
  const program = await serveProgram({ demo: true })
  const browser = await launchBrowser()
  try {
    for (const login of people) await picturesOf(browser, program, login, join(into, login))
  } finally {
    await browser.close()
    await program.stop()
  }
  console.error(`图片已存入 ${into}`)
}

async function picturesOf(browser, program, login, into) {
  const { reachablePages } = await import('../tests/support/walk.ts')
  mkdirSync(into, { recursive: true })
  const page = await browser.newPage({ baseURL: program.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  await page.goto('/sign-in')
  await page.getByLabel('用户名').fill(login)
  await page.getByLabel('密码').fill(program.passwords.get(login))
  await page.getByRole('button', { name: '登录' }).click()
  for (const path of await reachablePages(page)) {
    await page.goto(path)
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.screenshot({ path: join(into, `${nameOf(path)}-${size.width}.png`), fullPage: true })
    }
  }
  await page.close()
}

// Addresses with an id are named by what they are of: /accounts/01a2… is accounts-one.
function nameOf(path) {
  const name = path.slice(1).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'one')
  return name.replaceAll('/', '-') || 'front'
}
