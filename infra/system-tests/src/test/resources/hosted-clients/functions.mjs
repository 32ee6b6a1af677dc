// Drives the unmodified MCP server's tools for functions over stdio: one line of JSON-RPC each way.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const { RICKYARD_URL, RICKYARD_TOKEN, PROJECT } = process.env
const server = spawn(
  'node_modules/.bin/mcp-server-supabase',
  ['--api-url', RICKYARD_URL, '--access-token', RICKYARD_TOKEN, '--features', 'development,functions,storage'],
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
  const { result } = await ask('tools/call', { name, arguments: { project_id: PROJECT, ...input } })
  console.log(JSON.stringify({ step, failed: result.isError === true, text: result.content[0].text }))
}

await ask('initialize', {
  protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'system-tests', version: '1' },
})
send({ method: 'notifications/initialized' })
await use('deploy', 'deploy_edge_function', {
  name: 'assisted', entrypoint_path: 'index.ts', verify_jwt: true,
  files: [
    { name: 'index.ts', content: "import { word } from './lib/word.ts'\nDeno.serve(() => new Response(word))\n" },
    { name: 'lib/word.ts', content: "export const word = 'otter'\n" },
  ],
})
await use('deploy again', 'deploy_edge_function', {
  name: 'assisted', entrypoint_path: 'index.ts', verify_jwt: true,
  files: [{ name: 'index.ts', content: 'Deno.serve(() => new Response("beaver"))\n' }],
})
await use('list', 'list_edge_functions', {})
await use('get', 'get_edge_function', { function_slug: 'assisted' })
await use('keys', 'get_publishable_keys', {})
await use('buckets', 'list_storage_buckets', {})
server.kill()
