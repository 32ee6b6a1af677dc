// A reverse proxy: what a gateway decides about a request is answered, or passed on with streaming and WebSocket.
import { createServer, request as ask } from 'node:http'

// Between two neighbours only (RFC 9110, 7.6.1).
const OF_A_CONNECTION = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']

function forwarded(headers, upgrade) {
  const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_A_CONNECTION.includes(name)))
  return upgrade === undefined ? passed : { ...passed, connection: 'Upgrade', upgrade }
}

function log(request, status, bytes) {
  const { referer = '-', 'user-agent': agent = '-' } = request.headers
  const now = new Date()
  const day = `${String(now.getUTCDate()).padStart(2, '0')}/${now.toUTCString().slice(8, 11)}/${now.getUTCFullYear()}`
  const line = `${request.method} ${request.url} HTTP/${request.httpVersion}`
  console.log(
    `${request.socket.remoteAddress} - - [${day}:${now.toISOString().slice(11, 19)} +0000] ` +
      `"${line}" ${status} ${bytes} "${referer}" "${agent}"`,
  )
}

function options(request, to) {
  return { host: to.host, port: to.port, method: request.method, path: to.path, headers: to.headers }
}

/**
 * Serves on a port.
 *
 * decide: makes of a request either {status, headers, body} to answer, or {host, port, path, headers} to pass it on to.
 */
export async function serveProxy(name, port, decide, withSockets = true) {
  const server = createServer((request, response) => {
    let to
    try {
      to = decide(request)
    } catch (error) {
      console.error(error.message)
      to = { status: 500, headers: {}, body: '{"message":"An unexpected error occurred"}' }
    }
    if (to.status !== undefined) {
      request.resume()
      response.writeHead(to.status, { 'content-type': 'application/json', ...to.headers }).end(to.body)
      log(request, to.status, (to.body ?? '').length)
      return
    }
    const upstream = ask({ ...options(request, to), headers: forwarded(to.headers) }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk) => (bytes += chunk.length))
      answer.on('end', () => log(request, answer.statusCode, bytes))
      response.writeHead(answer.statusCode, { ...forwarded(answer.headers), ...to.adds })
      answer.pipe(response)
      response.on('close', () => answer.destroy())
    })
    upstream.on('error', (error) => {
      console.error(`${to.host}:${to.port}: ${error.message}`)
      if (response.headersSent) {
        response.destroy()
      } else {
        const body = '{"message":"An invalid response was received from the upstream server"}'
        response.writeHead(502, { 'content-type': 'application/json' }).end(body)
      }
    })
    request.pipe(upstream)
    response.on('close', () => upstream.destroy())
  })
  server.on('upgrade', (request, connection, head) => {
    const to = withSockets ? decide(request) : { status: 403 }
    if (to.status !== undefined) {
      connection.end(`HTTP/1.1 ${to.status} Refused\r\nconnection: close\r\n\r\n${to.body ?? ''}`)
      return
    }
    const upstream = ask({ ...options(request, to), headers: forwarded(to.headers, request.headers.upgrade) })
    const lines = (answer) =>
      answer.rawHeaders.reduce((text, part, i) => text + (i % 2 === 0 ? `${part}: ` : `${part}\r\n`), '')
    const began = (answer) => `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${lines(answer)}\r\n`
    upstream.on('upgrade', (answer, other, first) => {
      connection.write(began(answer))
      connection.write(first)
      other.write(head)
      other.pipe(connection).pipe(other)
      other.on('error', () => connection.destroy())
      connection.on('error', () => other.destroy())
    })
    upstream.on('response', (answer) => {
      connection.write(began(answer))
      answer.pipe(connection)
    })
    upstream.on('error', () => connection.destroy())
    upstream.end()
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '0.0.0.0', resolve))
  console.log(`double of ${name}: listening on ${port}`)
}

/** The headers a proxy tells the next with who asked. */
export function withClient(request) {
  const client = request.socket.remoteAddress.replace(/^::ffff:/, '')
  const before = request.headers['x-forwarded-for']
  return {
    ...request.headers,
    'x-forwarded-for': before === undefined ? client : `${before}, ${client}`,
    'x-forwarded-proto': request.headers['x-forwarded-proto'] ?? 'http',
    'x-forwarded-host': request.headers['x-forwarded-host'] ?? request.headers.host,
  }
}

/** Whether a browser asks first if it may ask. */
export function preflight(request) {
  const { origin, 'access-control-request-method': method } = request.headers
  return request.method === 'OPTIONS' && origin !== undefined && method !== undefined
}
