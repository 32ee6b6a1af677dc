// Works with a branch through the unmodified MCP server, as an assistant does.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const { RICKYARD_URL, RICKYARD_TOKEN, PROJECT } = process.env
const server = spawn(
  'node_modules/.bin/mcp-server-supabase',
  ['--api-url', RICKYARD_URL, '--access-token', RICKYARD_TOKEN, '--features', 'account,database,branching'],
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

async function use(step, name, input) {
  const { result } = await ask('tools/call', { name, arguments: input })
  const said = { failed: result.isError === true, text: result.content[0].text }
  console.log(JSON.stringify({ step, ...said }))
  return said
}

const migrate = (step, ref, name, query) =>
  use(step, 'apply_migration', { project_id: ref, name, query })

async function listed(id, wanted) {
  for (;;) {
    const { text } = await use('list', 'list_branches', { project_id: PROJECT })
    const all = JSON.parse(text)
    const branch = (all.branches ?? all).find(each => each.id === id)
    if (wanted(branch)) {
      return branch
    }
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

await ask('initialize', {
  protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'system-tests', version: '1' },
})
send({ method: 'notifications/initialized' })

await migrate('parent migrates', PROJECT, 'boats', 'create table mcp_boats (id int primary key)')
const { text: confirmed } = await use('confirm', 'confirm_cost',
  { type: 'branch', recurrence: 'hourly', amount: 0.01344 })
const { text: made } = await use('create', 'create_branch',
  { project_id: PROJECT, name: 'assistant', confirm_cost_id: JSON.parse(confirmed).confirmation_id })
const branch = JSON.parse(made)
const passed = ({ status }) => status === 'MIGRATIONS_PASSED'
await listed(branch.id, passed)

await use('inherited', 'execute_sql',
  { project_id: branch.project_ref, query: "select to_regclass('mcp_boats') is not null as there" })
await migrate('branch migrates', branch.project_ref, 'otters', 'create table mcp_otters (id int)')
await use('merge', 'merge_branch', { branch_id: branch.id })
for (let merged = false; !merged;) {
  const { text } = await use('merged', 'list_migrations', { project_id: PROJECT })
  merged = text.includes('otters')
}

await migrate('parent goes on', PROJECT, 'rafts', 'create table mcp_rafts (id int)')
const { updated_at: before } = await listed(branch.id, passed)
await use('rebase', 'rebase_branch', { branch_id: branch.id })
await listed(branch.id, seen => seen.updated_at !== before && passed(seen))
await use('rebased', 'execute_sql',
  { project_id: branch.project_ref, query: "select to_regclass('mcp_rafts') is not null as there" })

await use('scribble', 'execute_sql', { project_id: branch.project_ref, query: 'create table scribble ()' })
const { updated_at: then } = await listed(branch.id, passed)
await use('reset', 'reset_branch', { branch_id: branch.id })
await listed(branch.id, seen => seen.updated_at !== then && passed(seen))
await use('was reset', 'execute_sql', {
  project_id: branch.project_ref,
  query: "select to_regclass('scribble') is null as gone, to_regclass('mcp_rafts') is not null as there",
})

await use('delete', 'delete_branch', { branch_id: branch.id })
await listed(branch.id, seen => seen === undefined)
server.kill()
