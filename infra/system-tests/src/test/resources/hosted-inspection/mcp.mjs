// Drives the unmodified MCP server over stdio: one line of JSON-RPC each way.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const { RICKYARD_URL, RICKYARD_TOKEN, PROJECT } = process.env
const server = spawn(
  'node_modules/.bin/mcp-server-supabase',
  ['--api-url', RICKYARD_URL, '--access-token', RICKYARD_TOKEN, '--features', 'database,debugging,development'],
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
  const { result, error } = await ask('tools/call', { name, arguments: { project_id: PROJECT, ...input } })
  console.log(JSON.stringify({
    step, failed: error !== undefined || result.isError === true, text: error?.message ?? result.content[0].text,
  }))
}

await ask('initialize', {
  protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'system-tests', version: '1' },
})
send({ method: 'notifications/initialized' })
await use('types', 'generate_typescript_types', {})
await use('security', 'get_advisors', { type: 'security' })
await use('performance', 'get_advisors', { type: 'performance' })
await use('logs', 'get_logs', { service: 'postgres' })
await use('log query', 'query_logs', {
  sql: "select timestamp, event_message from logs where source = 'postgres_logs' and event_message ilike '%assistant%' limit 5",
})
server.kill()
