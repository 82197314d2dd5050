import { defaultDistrict, listDistricts, operatorActor } from '../access/index.ts'
import { refuseMarkedForm } from '../files/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { bearsSecrecyMark } from '../vocabulary/secrecy-mark.ts'
import { actorNamed } from './actor.ts'
import type { Command, CommandContext, Environment, ExitCode, ToolContext, Workplace } from './command.ts'
import { troubleAtTerminal } from './trouble.ts'

/**
 * Runs a command on its data directory and lets go of it, whatever happens. Loaded only when a command needs one: the
 * database and who may do what take a sixth of a second to load.
 */
export async function runOn<Begun>(
  command: Command<Begun>,
  environment: Environment,
  given: ToolContext,
  begun: Promise<Begun>,
): Promise<ExitCode | void> {
  let workplace: Workplace
  try {
    workplace = await environment.open({ dataDir: textOf(given.values['data']) })
  } catch (error) {
    const refusal = troubleAtTerminal(error) ?? error
    if (refusal instanceof Refusal && command.refused) return await command.refused(given, refusal)
    throw refusal
  }
  try {
    const context = await contextOf(workplace, environment, given)
    await refuseMarkedWords(context)
    return await command.run(context, begun)
  } finally {
    await workplace.close()
  }
}

// A reason typed at the terminal is kept like one typed into a page, and stopped like it.
async function refuseMarkedWords({ deps, actor, words, values, positionals, district }: CommandContext): Promise<void> {
  const typed = [...positionals, ...Object.values(values).flatMap((value) => textOf(value) ?? [])]
  if (!typed.some(bearsSecrecyMark)) return
  await refuseMarkedForm(deps, actor, { districtId: await district(), source: '终端填写', place: words, typed })
}

async function contextOf(workplace: Workplace, environment: Environment, given: ToolContext): Promise<CommandContext> {
  const { deps } = workplace
  const { values } = given
  const requestId = deps.ids.next()
  const name = textOf(values['as'])
  const actor =
    name === undefined ? operatorActor(environment.osUser, requestId) : await actorNamed(deps, name, requestId)
  return {
    ...given,
    deps,
    workplace,
    actor,
    district: () => districtOf(deps, textOf(values['district'])),
  }
}

async function districtOf(deps: CommandContext['deps'], named: string | undefined): Promise<string> {
  const all = await listDistricts(deps.db)
  if (named !== undefined) {
    if (!all.some(({ id }) => id === named)) throw refuse('district.unknown', { code: named })
    return named
  }
  if (all.length === 0) throw refuse('district.none')
  const meant = await defaultDistrict(deps.db)
  if (meant === undefined) throw refuse('district.several', { codes: all.map(({ id }) => id).join('、') })
  return meant
}

const textOf = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined)
