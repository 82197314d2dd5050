import type { Kind } from '../../../src/database/scale/tables.ts'

/**
 * What a distributed PostgreSQL (Citus) refuses, read off a statement as PostgreSQL's own parser understands it. A district's
 * rows lie on one shard, so whatever stays within a district is as it was; the rules are about what leaves it.
 */
export type Refused =
  | 'join-off-key' // tables that aren't held together by district_id
  | 'lock-off-key' // for update or share over several districts
  | 'insert-without-key' // a row whose district isn't said
  | 'key-changed' // district_id set anew
  | 'grouping-sets'
  | 'merge'
  | 'recursive-off-key'
  | 'trigger'
  | 'sequence'

type Node = { [key: string]: unknown }
type Tables = Readonly<Record<string, Kind>>

/** All that is refused in a statement; each once. `tables`: which of them are distributed. */
export function refusedIn(statement: Node, tables: Tables): Refused[] {
  const reading = new Reading(tables)
  reading.statement(statement, [])
  return reading.refused()
}

/** Whatever stands for the one district that is asked for: parameters, constants. */
const PINNED = 'pinned'

type Relation = { node: string; name: string; exposes: boolean }
/** The relations that a level of a statement names, by alias. */
type Level = { relations: Map<string, Relation>; ctes: Map<string, Relation> }

class Reading {
  readonly #tables: Tables
  readonly #found = new Set<Refused>()
  readonly #parents = new Map<string, string>()
  /** Distributed relations that have to lie together; a part that leans on nothing around it is worked out by itself first. */
  readonly #together: string[][] = [[]]
  readonly #done: string[][] = []
  readonly #distributed = new Set<string>()
  #serial = 0

  constructor(tables: Tables) {
    this.#tables = tables
  }

  refused(): Refused[] {
    for (const group of [...this.#done, ...this.#together])
      if (new Set(group.map((node) => this.#root(node))).size > 1) this.#found.add('join-off-key')
    return [...this.#found].toSorted()
  }

  statement(node: Node, outer: readonly Level[]): string | undefined {
    const [[kind, body] = ['', {}]] = Object.entries(node) as [string, Node][]
    if (kind === 'SelectStmt') return this.#select(body, outer)
    if (kind === 'InsertStmt') return this.#insert(body, outer)
    if (kind === 'UpdateStmt' || kind === 'DeleteStmt') return this.#change(kind, body, outer)
    if (kind === 'MergeStmt') this.#found.add('merge')
    if (kind === 'CreateTrigStmt') this.#found.add('trigger')
    if (kind === 'CreateSeqStmt') this.#found.add('sequence')
    if (kind === 'ColumnDef' || kind === 'CreateStmt' || kind === 'AlterTableStmt') this.#columns(body)
    return undefined
  }

  #columns(body: Node): void {
    walk(body, (kind, inner) => {
      if (kind === 'typeName' && namesOf(inner['names']).some((name) => /serial/.test(name)))
        this.#found.add('sequence')
      if (kind === 'Constraint' && inner['contype'] === 'CONSTR_IDENTITY') this.#found.add('sequence')
      return true
    })
  }

  #select(body: Node, outer: readonly Level[]): string | undefined {
    if (body['op'] && body['op'] !== 'SETOP_NONE') {
      const level = this.#level(body, outer)
      const both = ['larg', 'rarg'].map((side) => this.#part(body[side] as Node, [level, ...outer]))
      return both[0] ?? both[1]
    }
    const level = this.#level(body, outer)
    const scope = [level, ...outer]
    for (const item of listOf(body['fromClause'])) this.#from(item, scope)
    this.#conditions(body['whereClause'], scope)
    for (const part of [
      'targetList',
      'groupClause',
      'havingClause',
      'sortClause',
      'limitCount',
      'valuesLists',
      'distinctClause',
      'windowClause',
    ])
      this.#inside(body[part], scope)
    for (const lock of listOf(body['lockingClause'])) this.#lock(lock['LockingClause'] as Node, level)
    return this.#exposed(body, level)
  }

  #level(body: Node, outer: readonly Level[]): Level {
    const level: Level = { relations: new Map(), ctes: new Map() }
    const given = body['withClause'] as { ctes?: Node[]; recursive?: boolean } | undefined
    for (const made of given?.ctes ?? []) {
      const cte = made['CommonTableExpr'] as { ctename: string; ctequery: Node }
      const node = this.#fresh(cte.ctename)
      // Known to itself before it is read, where it is recursive.
      level.ctes.set(cte.ctename, { node, name: cte.ctename, exposes: true })
      const before = new Set(this.#distributed)
      const select = cte.ctequery['SelectStmt'] as Node | undefined
      // What changes rows in WITH runs together with the rest, or not at all.
      const key = select ? this.#part(select, [level, ...outer]) : this.statement(cte.ctequery, [level, ...outer])
      if (key) this.#join(node, key)
      const isLoose = [...this.#distributed].some((one) => !before.has(one) && this.#root(one) !== this.#root(PINNED))
      if (given?.recursive && isLoose) this.#found.add('recursive-off-key')
    }
    return level
  }

  /** A sub-select: alone, unless it names something around it. */
  #part(select: Node, outer: readonly Level[]): string | undefined {
    this.#together.push([])
    const key = this.#select(select, outer)
    const own = this.#together.pop()!
    if (isCorrelated(select, outer)) this.#together.at(-1)!.push(...own)
    else this.#done.push(own)
    return key
  }

  // What a sub-select gives out as district_id, so that whoever joins it is held to the same district.
  #exposed(body: Node, level: Level): string | undefined {
    for (const target of listOf(body['targetList'])) {
      const { name, val } = target['ResTarget'] as { name?: string; val?: Node }
      const fields = fieldsOf(val)
      if (name !== undefined ? name === 'district_id' : fields?.at(-1) === 'district_id') {
        const own = fields && this.#keyOf(fields, [level])
        if (own) return own
        if (isValue(val)) return PINNED
      }
      if (fields?.at(-1) === '*') {
        const starred = fields.length > 1 ? [level.relations.get(fields[0]!)] : [...level.relations.values()]
        const first = starred.find((relation) => relation?.exposes)
        if (first) return first.node
      }
    }
    // It gives out none, but is of one district all the same.
    const own = [...level.relations.values()].filter(({ exposes }) => exposes)
    return own.length > 0 && own.every(({ node }) => this.#root(node) === this.#root(PINNED)) ? PINNED : undefined
  }

  #from(item: Node, scope: readonly Level[]): void {
    const [[kind, body] = ['', {}]] = Object.entries(item) as [string, Node][]
    const [level] = scope as [Level]
    if (kind === 'RangeVar') this.#range(body, scope)
    else if (kind === 'JoinExpr') {
      const join = body as { larg: Node; rarg: Node; quals?: Node; usingClause?: Node[] }
      const before = new Set(level.relations.values())
      this.#from(join.larg, scope)
      const left = [...level.relations.values()].filter((one) => !before.has(one))
      this.#from(join.rarg, scope)
      const right = [...level.relations.values()].filter((one) => !before.has(one) && !left.includes(one))
      if (namesOf(join.usingClause).includes('district_id')) {
        const keyed = [...left, ...right].filter(({ exposes }) => exposes)
        for (const one of keyed) this.#join(one.node, keyed[0]!.node)
      }
      this.#conditions(join.quals, scope)
    } else if (kind === 'RangeSubselect') {
      const { alias, subquery } = body as { alias?: { aliasname: string }; subquery: Node }
      const key = this.#part(subquery['SelectStmt'] as Node, scope)
      const node = this.#fresh(alias?.aliasname ?? 'sub')
      if (key) this.#join(node, key)
      if (alias) level.relations.set(alias.aliasname, { node, name: alias.aliasname, exposes: key !== undefined })
    } else this.#inside(item, scope)
  }

  #range(body: Node, scope: readonly Level[]): Relation | undefined {
    const { relname, alias, schemaname } = body as {
      relname: string
      alias?: { aliasname: string }
      schemaname?: string
    }
    const [level] = scope as [Level]
    const called = alias?.aliasname ?? relname
    const cte = scope.map(({ ctes }) => ctes.get(relname)).find((one) => one !== undefined)
    if (cte && schemaname === undefined) {
      level.relations.set(called, { ...cte, name: called })
      return cte
    }
    const isDistributed = this.#tables[relname] === 'distributed' && (schemaname ?? 'public') === 'public'
    const relation = { node: this.#fresh(called), name: relname, exposes: isDistributed }
    if (isDistributed) {
      this.#distributed.add(relation.node)
      this.#together.at(-1)!.push(relation.node)
    }
    level.relations.set(called, relation)
    return relation
  }

  #conditions(node: unknown, scope: readonly Level[]): void {
    if (node === undefined || node === null) return
    const [[kind, body] = ['', {}]] = Object.entries(node as Node) as [string, Node][]
    if (kind === 'BoolExpr' && body['boolop'] === 'AND_EXPR') {
      for (const one of listOf(body['args'])) this.#conditions(one, scope)
      return
    }
    if (
      kind === 'A_Expr' &&
      namesOf(body['name']).join('') === '=' &&
      (body['kind'] === 'AEXPR_OP' || body['kind'] === undefined)
    )
      this.#equal(body['lexpr'] as Node, body['rexpr'] as Node, scope)
    if (kind === 'SubLink') this.#anyOf(body, scope)
    else this.#inside(node, scope)
  }

  #equal(left: Node, right: Node, scope: readonly Level[]): void {
    const [a, b] = [left, right].map((side) => listOf((side?.['RowExpr'] as Node | undefined)?.['args']))
    if (a!.length > 0 && a!.length === b!.length) {
      for (const [at, one] of a!.entries()) this.#equal(one, b![at]!, scope)
      return
    }
    const keys = [left, right].map((side) => this.#keyIn(side, scope))
    if (keys[0] && keys[1]) this.#join(keys[0], keys[1])
  }

  // (district_id, id) in (select district_id, …)
  #anyOf(body: Node, scope: readonly Level[]): void {
    const select = (body['subselect'] as Node | undefined)?.['SelectStmt'] as Node | undefined
    const key = select && this.#part(select, scope)
    const test = body['testexpr'] as Node | undefined
    const tested = listOf((test?.['RowExpr'] as Node | undefined)?.['args'])
    const own = (tested.length > 0 ? tested : test ? [test] : []).map((one) => this.#keyIn(one, scope)).find(Boolean)
    if (own && key) this.#join(own, key)
  }

  #keyIn(node: Node | undefined, scope: readonly Level[]): string | undefined {
    const fields = fieldsOf(node)
    if (fields?.at(-1) === 'district_id') return this.#keyOf(fields, scope)
    if (node?.['SubLink']) {
      const select = ((node['SubLink'] as Node)['subselect'] as Node)['SelectStmt'] as Node
      return this.#exposed(select, { relations: new Map(), ctes: new Map() })
    }
    return isValue(node) ? PINNED : undefined
  }

  /** Whose district a column names: the nearest relation of that alias, or the only one that has one. */
  #keyOf(fields: readonly string[], scope: readonly Level[]): string | undefined {
    for (const { relations } of scope) {
      const named = fields.length > 1 ? relations.get(fields.at(-2)!) : undefined
      if (named) return named.node
      const keyed = [...relations.values()].filter(({ exposes }) => exposes)
      if (fields.length === 1 && keyed.length > 0) return keyed[0]!.node
    }
    return undefined
  }

  /** Sub-selects wherever they stand. */
  #inside(node: unknown, scope: readonly Level[]): void {
    walk(node, (kind, body) => {
      if (kind === 'GroupingSet') this.#found.add('grouping-sets')
      if (kind !== 'SubLink') return true
      this.#anyOf(body, scope)
      return false
    })
  }

  #lock(clause: Node, level: Level): void {
    const named = listOf(clause['lockedRels']).map((one) => (one['RangeVar'] as { relname: string }).relname)
    const locked = named.length > 0 ? named.map((name) => level.relations.get(name)) : [...level.relations.values()]
    const isLoose = (one: Relation | undefined) =>
      one && this.#distributed.has(one.node) && this.#root(one.node) !== this.#root(PINNED)
    if (locked.some(isLoose)) this.#found.add('lock-off-key')
  }

  #insert(body: Node, outer: readonly Level[]): string | undefined {
    const level = this.#level(body, outer)
    const scope = [level, ...outer]
    const target = this.#range((body['relation'] ?? {}) as Node, scope)
    const columns = listOf(body['cols']).map((one) => (one['ResTarget'] as { name: string }).name)
    const select = (body['selectStmt'] as Node | undefined)?.['SelectStmt'] as Node | undefined
    if (target && this.#distributed.has(target.node)) {
      if (!columns.includes('district_id')) this.#found.add('insert-without-key')
      const inner: Level = { relations: new Map(), ctes: new Map() }
      const at = columns.indexOf('district_id')
      const key = select && this.#given(select, at, [inner, ...scope])
      if (key) this.#join(target.node, key)
    } else if (select) this.#part(select, scope)
    const conflict = body['onConflictClause'] as Node | undefined
    if (target && this.#distributed.has(target.node)) this.#noNewKey(conflict?.['targetList'])
    for (const part of [conflict?.['targetList'], conflict?.['whereClause'], body['returningList']])
      this.#inside(part, scope)
    return target?.node
  }

  // What an insert takes as the district of its rows.
  #given(select: Node, at: number, scope: readonly Level[]): string | undefined {
    const lists = listOf(select['valuesLists'])
    if (lists.length > 0) {
      this.#inside(lists, scope)
      const values = lists.map((list) => listOf((list['List'] as Node)['items'])[at])
      return values.every((value) => isValue(value)) ? PINNED : undefined
    }
    const key = this.#part(select, scope)
    const target = listOf(select['targetList'])[at]?.['ResTarget'] as { val?: Node } | undefined
    return isValue(target?.val) ? PINNED : key
  }

  #change(kind: string, body: Node, outer: readonly Level[]): string | undefined {
    const level = this.#level(body, outer)
    const scope = [level, ...outer]
    const target = this.#range(body['relation'] as Node, scope)
    for (const item of listOf(body[kind === 'UpdateStmt' ? 'fromClause' : 'usingClause'])) this.#from(item, scope)
    this.#conditions(body['whereClause'], scope)
    if (target && this.#distributed.has(target.node)) this.#noNewKey(body['targetList'])
    for (const part of [body['targetList'], body['returningList']]) this.#inside(part, scope)
    return target?.node
  }

  #noNewKey(targets: unknown): void {
    if (listOf(targets).some((one) => (one['ResTarget'] as { name?: string } | undefined)?.name === 'district_id'))
      this.#found.add('key-changed')
  }

  #fresh = (name: string): string => `${name}#${this.#serial++}`

  #root(node: string): string {
    const parent = this.#parents.get(node)
    return parent === undefined ? node : this.#root(parent)
  }

  #join(a: string, b: string): void {
    const [from, to] = [this.#root(a), this.#root(b)]
    if (from !== to) this.#parents.set(from, to)
  }
}

const listOf = (value: unknown): Node[] => (Array.isArray(value) ? (value as Node[]) : [])

/** The words of a list of names: an operator, the columns of USING. */
const namesOf = (list: unknown): string[] =>
  listOf(list).map((one) => (one['String'] as { sval?: string } | undefined)?.sval ?? '')

function fieldsOf(node: Node | undefined): string[] | undefined {
  const column = node?.['ColumnRef'] as { fields: Node[] } | undefined
  return column?.fields.map((field) => ('A_Star' in field ? '*' : ((field['String'] as { sval: string }).sval ?? '')))
}

function isValue(node: Node | undefined): boolean {
  if (!node) return false
  if ('TypeCast' in node) return isValue((node['TypeCast'] as { arg: Node }).arg)
  return 'ParamRef' in node || 'A_Const' in node
}

function walk(node: unknown, see: (kind: string, body: Node) => boolean): void {
  if (Array.isArray(node)) for (const one of node) walk(one, see)
  else if (node !== null && typeof node === 'object')
    for (const [kind, body] of Object.entries(node))
      if (body === null || typeof body !== 'object' || Array.isArray(body) || see(kind, body as Node)) walk(body, see)
}

/** Whether a sub-select names a relation of a level around it. */
function isCorrelated(select: Node, outer: readonly Level[]): boolean {
  const own = new Set<string>()
  const named = new Set<string>()
  walk(select, (kind, body) => {
    if (kind === 'RangeVar' && !body['alias']) own.add(body['relname'] as string)
    if (kind === 'alias') own.add(body['aliasname'] as string)
    const fields = kind === 'ColumnRef' ? fieldsOf({ ColumnRef: body }) : undefined
    if (fields && fields.length > 1) named.add(fields.at(-2)!)
    return true
  })
  return [...named].some((name) => !own.has(name) && outer.some(({ relations }) => relations.has(name)))
}
