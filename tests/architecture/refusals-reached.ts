import { dirname, join, normalize } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'

/** What stands at the top of a module under a name: the names it speaks of, and the refusals it makes itself. */
type Piece = { names: Set<string>; refuses: Set<string> }
type Module = {
  pieces: Map<string, Piece>
  /** Name here -> where it comes from, for imports and for what is handed on. */
  from: Map<string, { path: string; name: string }>
  handedOn: Map<string, { path: string; name: string }>
}
type Place = { path: string; name: string }

/**
 * The refusals that may come out of some pieces of the program, each with the piece that makes it: whatever a piece speaks of
 * may be called. `stops` names pieces (`path#name`) that are not followed, because what they refuse is caught where they are
 * called.
 */
export function refusalsReached(
  sources: ReadonlyMap<string, string>,
  roots: readonly Place[],
  stops: ReadonlySet<string>,
): Map<string, Set<string>> {
  const modules = new Map<string, Module>()
  const moduleAt = (path: string): Module | undefined => {
    const text = sources.get(path)
    if (text !== undefined && !modules.has(path)) modules.set(path, readModule(path, text))
    return modules.get(path)
  }
  const found = new Map<string, Set<string>>()
  const seen = new Set<string>()
  const waiting = [...roots]
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { path, name } = place
    const key = `${path}#${name}`
    if (seen.has(key) || stops.has(key)) continue
    seen.add(key)
    const module = moduleAt(path)
    const elsewhere = module?.from.get(name) ?? module?.handedOn.get(name)
    if (elsewhere) waiting.push(elsewhere)
    const piece = module?.pieces.get(name)
    if (!piece) continue
    for (const code of piece.refuses) found.set(code, (found.get(code) ?? new Set()).add(name))
    waiting.push(...[...piece.names].map((one) => ({ path, name: one })))
  }
  return found
}

function readModule(path: string, text: string): Module {
  const { program, module } = parseSync(path, text)
  const target = (named: string) => (named.startsWith('.') ? normalize(join(dirname(path), named)) : named)
  const from = new Map<string, Place>()
  const handedOn = new Map<string, Place>()
  for (const { moduleRequest, entries } of module.staticImports)
    for (const { importName, localName } of entries)
      from.set(localName.value, { path: target(moduleRequest.value), name: importName.name ?? 'default' })
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, importName, exportName } of entries)
      if (moduleRequest && exportName.name)
        handedOn.set(exportName.name, { path: target(moduleRequest.value), name: importName.name ?? 'default' })
  const pieces = new Map<string, Piece>()
  for (const statement of program.body)
    for (const [name, node] of declared(statement)) pieces.set(name, readPiece(node))
  return { pieces, from, handedOn }
}

function declared(statement: ESTree.Statement | ESTree.Directive | ESTree.ModuleDeclaration): [string, ESTree.Node][] {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ? declared(statement.declaration) : []
  if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration')
    return statement.id ? [[statement.id.name, statement]] : []
  if (statement.type !== 'VariableDeclaration') return []
  return statement.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init ? [[id.name, init] as [string, ESTree.Node]] : [],
  )
}

function readPiece(node: ESTree.Node): Piece {
  const names = new Set<string>()
  const refuses = new Set<string>()
  new Visitor({
    Identifier: ({ name }) => void names.add(name),
    JSXIdentifier: ({ name }) => void names.add(name),
    CallExpression({ callee, arguments: [first] }) {
      if (callee.type === 'Identifier' && callee.name === 'refuse' && first)
        for (const code of codesOf(first)) refuses.add(code)
    },
  }).visit({ type: 'Program', body: [{ type: 'ExpressionStatement', expression: node }] } as unknown as ESTree.Program)
  return { names, refuses }
}

/** A code that is only known when the line runs is `computed`. */
const codesOf = (node: ESTree.Node): string[] =>
  node.type === 'Literal'
    ? [String(node.value)]
    : node.type === 'ConditionalExpression'
      ? [...codesOf(node.consequent), ...codesOf(node.alternate)]
      : ['computed']
