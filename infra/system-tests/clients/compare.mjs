// Compares the description of our API with the types of supabase-management-js, as compare-clients says.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'

const [documentFile, operationsFile, acceptedFile] = process.argv.slice(2)
const ours = JSON.parse(readFileSync(documentFile, 'utf8'))
const hosted = JSON.parse(readFileSync(operationsFile, 'utf8')).operations
const accepted = readFileSync(acceptedFile, 'utf8').split('\n').filter(line => line && !line.startsWith('#'))
  .map(line => line.split(' | ')[0])
  .map(difference => ({
    difference,
    form: new RegExp('^' + difference.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*') + '$'),
  }))

const library = dirname(createRequire(import.meta.url).resolve('supabase-management-js'))
const nameless = path => path.replace(/\{[^}]*\}/g, '{}')

// What the client calls: its functions by their names, with method and path.
function calls() {
  const source = readFileSync(join(library, 'index.mjs'), 'utf8')
  const paths = new Map()
  for (const [, name, body] of source.matchAll(/^var get(V1\w+)Url = ([\s\S]*?)^};/gm)) {
    const [, path] = body.match(/`(\/v1\/[^`?]*)`/)
    paths.set(name, path.replace(/\$\{([^}]*)\}/g, '{$1}'))
  }
  const found = []
  for (const [, name, body] of source.matchAll(/^var (v1\w+) = async ([\s\S]*?)^};/gm)) {
    const path = paths.get(name.replace(/^v1/, 'V1'))
    const method = body.match(/method: "(\w+)"/)
    if (path !== undefined && method) found.push({ name, method: method[1], path })
  }
  return found
}

// The types that it has for the answers, by the functions' names and statuses.
function answers() {
  const file = join(library, 'index.d.ts')
  const program = ts.createProgram([file], { strict: true, skipLibCheck: true, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] })
  const checker = program.getTypeChecker()
  const found = new Map()
  ts.forEachChild(program.getSourceFile(file), node => {
    const match = ts.isTypeAliasDeclaration(node) && node.name.text.match(/^(v1\w+)Response(2\d\d)$/)
    if (!match) return
    const type = checker.getTypeAtLocation(node)
    const data = checker.getTypeOfSymbol(type.getProperty('data'))
    if (!found.has(match[1])) found.set(match[1], new Map())
    found.get(match[1]).set(match[2], data)
  })
  return { checker, found }
}

const { checker, found: types } = answers()
const differences = []
const differ = (where, what) => differences.push(`${where}: ${what}`)

const resolved = schema => {
  if (schema?.$ref) return resolved(schema.$ref.slice(2).split('/').reduce((node, name) => node[name], ours))
  if (schema?.allOf?.length === 1) return { ...resolved(schema.allOf[0]), nullable: schema.nullable }
  return schema
}

const without = (type, flags) => type.isUnion() ? type.types.filter(each => !(each.flags & flags)) : [type]
const ABSENT = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void

function kinds(type) {
  const all = new Set()
  for (const each of without(type, ABSENT)) {
    if (each.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return null
    if (each.flags & ts.TypeFlags.StringLike) all.add('string')
    else if (each.flags & ts.TypeFlags.NumberLike) all.add('number')
    else if (each.flags & ts.TypeFlags.BooleanLike) all.add('boolean')
    else if (checker.isArrayType(each)) all.add('array')
    else all.add('object')
  }
  return all
}

function compare(where, type, described, depth) {
  const schema = resolved(described)
  const expected = kinds(type)
  if (expected === null || expected.size === 0 || depth > 8) return
  if (!schema?.type || (schema.type === 'object' && !schema.properties && !expected.has('object'))) {
    differ(where, 'has no type in our description')
    return
  }
  const kind = schema.type === 'integer' ? 'number' : schema.type
  if (!expected.has(kind)) {
    differ(where, `is ${kind}, the client expects ${[...expected].sort().join(' or ')}`)
    return
  }
  const one = without(type, ABSENT)
  if (kind === 'array') {
    const list = one.find(each => checker.isArrayType(each))
    compare(`${where}[]`, checker.getTypeArguments(list)[0], schema.items, depth + 1)
  } else if (kind === 'object' && one.length === 1 && schema.properties) {
    for (const property of checker.getPropertiesOfType(one[0])) member(where, property, schema, depth)
  }
}

function member(where, property, schema, depth) {
  const type = checker.getTypeOfSymbol(property)
  const optional = (property.flags & ts.SymbolFlags.Optional) !== 0
  const place = `${where}.${property.name}`
  const described = schema.properties[property.name]
  if (described === undefined) {
    if (!optional) differ(place, 'is missing, and required')
    return
  }
  const nullable = type.isUnion() && type.types.some(each => each.flags & ts.TypeFlags.Null)
  if (!optional && !nullable && !(schema.required ?? []).includes(property.name)) {
    differ(place, 'is required by the client, and may be absent')
  }
  compare(place, type, described, depth + 1)
}

const known = new Map(hosted.map(operation => [`${operation.method} ${nameless(operation.path)}`, operation]))
const described = new Map()
for (const [path, methods] of Object.entries(ours.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    described.set(`${method.toUpperCase()} ${nameless(path)}`, operation)
  }
}

const called = calls()
for (const { name, method, path } of called) {
  const key = `${method} ${nameless(path)}`
  const line = `${method} ${known.get(key)?.path ?? path}`
  if (!known.has(key)) {
    differ(line, 'is not in hosted-operations.json')
    continue
  }
  const operation = described.get(key)
  if (operation === undefined) {
    if (known.get(key).reason === undefined) differ(line, 'is missing in our description')
    continue
  }
  for (const [status, type] of types.get(name) ?? []) {
    const answer = operation.responses[status]
    if (answer === undefined) {
      differ(line, `answers ${Object.keys(operation.responses).join(', ')}, the client expects ${status}`)
      continue
    }
    const schema = answer.content?.['application/json']?.schema
    if (schema && Object.keys(schema).length === 0) {
      differ(line, 'has an answer without a form in our description')
    } else {
      compare(`${line} ${status}`, type, schema ?? {}, 0)
    }
  }
}
const callable = new Set(called.map(({ method, path }) => `${method} ${nameless(path)}`))
const others = [...known].filter(([key, operation]) => !callable.has(key) && operation.reason === undefined)
for (const [key, { method, path }] of others) {
  if (!described.has(key)) differ(`${method} ${path}`, 'is missing in our description')
}

const unaccepted = differences.filter(difference => !accepted.some(({ form }) => form.test(difference)))
const stale = accepted.filter(({ form }) => !differences.some(difference => form.test(difference)))
const offered = called.filter(({ method, path }) => described.has(`${method} ${nameless(path)}`)).length
console.log(`${called.length} operations of the client, ${offered} of them described here; ${others.length} more that only the CLI knows`)
console.log(`${differences.length} differences, ${differences.length - unaccepted.length} of them accepted`)
for (const difference of unaccepted) console.log(`- ${difference}`)
for (const { difference } of stale) console.log(`- no longer so, and still accepted: ${difference}`)
process.exit(unaccepted.length + stale.length > 0 ? 1 : 0)
