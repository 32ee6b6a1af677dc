// Drives the unmodified MCP server over stdio, as an assistant does: one line of JSON-RPC each way.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const { RICKYARD_URL, RICKYARD_TOKEN, PROJECT, ORGANIZATION } = process.env
const server = spawn(
  'node_modules/.bin/mcp-server-supabase',
  ['--api-url', RICKYARD_URL, '--access-token', RICKYARD_TOKEN,
   '--features', 'account,database,debugging,development,functions,branching,storage'],
  { stdio: ['pipe', 'pipe', 'inherit'] })
const answers = new Map()
createInterface({ input: server.stdout }).on('line', line => {
  const answer = JSON.parse(line)
  answers.get(answer.id)?.(answer)
})

let last = 0
const send = message => server.stdin.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n')
const ask = (method, params) => new Promise(resolve => {
  answers.set(++last, resolve)
  send({ id: last, method, params })
})
const tell = (step, content) => console.log(JSON.stringify({ step, ...content }))

async function use(step, name, input) {
  const { result } = await ask('tools/call', { name, arguments: input })
  tell(step, { failed: result.isError === true, text: result.content[0].text })
}

await ask('initialize', {
  protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'system-tests', version: '1' },
})
send({ method: 'notifications/initialized' })
tell('tools', { names: (await ask('tools/list', {})).result.tools.map(tool => tool.name) })
await use('organizations', 'list_organizations', {})
await use('organization', 'get_organization', { id: ORGANIZATION })
await use('projects', 'list_projects', {})
await use('project', 'get_project', { id: PROJECT })
await use('cost', 'get_cost', { type: 'project', organization_id: ORGANIZATION })
await use('migrate', 'apply_migration',
  { project_id: PROJECT, name: 'notes', query: 'create table notes (id int primary key, note text)' })
await use('migrations', 'list_migrations', { project_id: PROJECT })
await use('broken migration', 'apply_migration',
  { project_id: PROJECT, name: 'broken', query: 'create table half (id int); select 1 / 0' })
await use('write', 'execute_sql', { project_id: PROJECT, query: "insert into notes values (1, 'milk')" })
await use('read', 'execute_sql', { project_id: PROJECT, query: 'select note from notes' })
await use('tables', 'list_tables', { project_id: PROJECT, schemas: ['public'], verbose: true })
await use('extensions', 'list_extensions', { project_id: PROJECT })
await use('keys', 'get_publishable_keys', { project_id: PROJECT })
await use('branches', 'list_branches', { project_id: PROJECT })
await use('foreign', 'execute_sql', { project_id: 'zzzzzzzzzzzzzzzzzzzz', query: 'select 1' })
server.kill()
