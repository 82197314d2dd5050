// What `npm start` and `./govmedia` run first. Quiet when there is nothing to do; exit code 1 when it can't be done.
import { orSay, prepareDependencies, prepareProgram } from './preparation.mjs'

await orSay(async () => {
  await prepareDependencies()
  await prepareProgram()
})
