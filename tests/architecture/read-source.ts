import { dirname, join, normalize } from 'node:path'
import { parseSync, Visitor, type ESTree } from 'rolldown/utils'

/** What a module names and does, read from its syntax tree: comments, strings and look-alikes are never mistaken for it. */
export type Reading = {
  /** Modules it names, by `import`, `export … from`, `import()` and types; paths of the project are resolved. */
  imports: Import[]
  /** What it calls, constructs, tags and reads, by name: `new Date()` (without arguments), `new Date(…)`, `Date.now`, `sql`, `it.skip`. */
  uses: Set<string>
  /** Every string and every fixed part of a template. */
  strings: string[]
}
/** `later`: by `import()`, so that it is loaded when that line runs and not with the module. */
export type Import = { target: string; typeOnly: boolean; later: boolean }

/** Reads one module. Throws on a syntax error and on an `import()` of something that is not a plain string. */
export function readSource(path: string, text: string): Reading {
  const { program, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const imports: Import[] = []
  const add = (target: string, typeOnly: boolean, later = false) =>
    imports.push({ target: resolved(path, target), typeOnly, later })
  for (const { moduleRequest, entries } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType))
  for (const { entries } of module.staticExports) {
    const from = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest
    if (from)
      add(
        from.value,
        entries.every(({ isType }) => isType),
      )
  }
  const uses = new Set<string>()
  const strings: string[] = []
  new Visitor({
    ImportExpression({ source }) {
      if (source.type !== 'Literal' || typeof source.value !== 'string')
        throw new Error(`${path}: import() of something computed`)
      add(source.value, false, true)
    },
    TSImportType: ({ source }) => void add(source.value, true),
    NewExpression: ({ callee, arguments: { length } }) =>
      void uses.add(`new ${nameOf(callee)}(${length > 0 ? '…' : ''})`),
    CallExpression: ({ callee }) => void uses.add(nameOf(callee)),
    TaggedTemplateExpression: ({ tag }) => void uses.add(nameOf(tag)),
    MemberExpression: (node) => void uses.add(nameOf(node)),
    Literal: ({ value }) => void (typeof value === 'string' && strings.push(value)),
    TemplateElement: ({ value }) => void strings.push(value.cooked ?? value.raw),
  }).visit(program)
  return { imports, uses, strings }
}

const resolved = (path: string, target: string) =>
  target.startsWith('.') ? normalize(join(dirname(path), target)) : target

/** `a.b` and `a['b']` by their names; what is called on an expression keeps only the last one: `.selectFrom`. */
function nameOf(node: ESTree.Expression): string {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression') return ''
  const { object, property } = node
  const last =
    property.type === 'Identifier' || property.type === 'PrivateIdentifier' ? property.name : literal(property)
  return `${object.type === 'Identifier' ? object.name : ''}.${last}`
}

const literal = (node: ESTree.Expression) => (node.type === 'Literal' ? String(node.value) : '')
