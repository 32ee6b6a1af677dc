// An HTTP server that tells each caller which request arrived where.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

export function json(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body) + '\n')
}

async function read(request) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of request) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

function seen(service, request) {
  return { service, method: request.method, path: request.url, headers: request.headers }
}

/**
 * Serves on a port until the process ends.
 *
 * health: the real one's paths for that, each with a function of the request that throws when it is not well.
 * answered: answers a request as the real one does, and says whether it did; without it none is.
 * check: what the real one demands of every other request; what it returns is told to the caller.
 * socket: what it demands of a WebSocket, which then is an echo; without it there is none.
 */
export async function serve(service, options) {
  const { port, host = '0.0.0.0', health = {}, routes = {}, socket } = options
  const { answered = () => false, check = () => ({}) } = options
  const server = createServer(async (request, response) => {
    const path = request.url.split('?')[0]
    try {
      if (health[path] !== undefined) {
        json(response, 200, { service, health: 'ok', ...(await health[path](request)) })
      } else if (routes[path] !== undefined) {
        await routes[path](request, response)
      } else if (await answered(request, response)) {
        // nothing is left to say
      } else {
        const checked = await check(request)
        json(response, 200, { ...seen(service, request), ...checked, body: await read(request) })
      }
    } catch (error) {
      console.error(`${request.method} ${path}: ${error.message}`)
      request.resume()
      if (!response.headersSent) {
        json(response, error.status ?? 503, { service, message: error.message })
      }
    }
  })
  if (socket !== undefined) {
    const sockets = new WebSocketServer({ noServer: true })
    server.on('upgrade', (request, connection, head) => {
      try {
        const told = socket(request)
        sockets.handleUpgrade(request, connection, head, (opened) => {
          opened.send(JSON.stringify({ ...seen(service, request), ...told }))
          opened.on('message', (data, binary) => opened.send(data, { binary }))
        })
      } catch (error) {
        connection.end(`HTTP/1.1 ${error.status ?? 403} Refused\r\nconnection: close\r\n\r\n${error.message}\n`)
      }
    })
  }
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  console.log(`double of ${service}: listening on ${host}:${port}`)
  return server
}

/** Throws unless an address answers 200. */
export async function reach(address, headers = {}) {
  let answer
  try {
    answer = await fetch(address, { headers, signal: AbortSignal.timeout(3000) })
  } catch (error) {
    throw new Error(`${address} can't be reached: ${error.cause?.message ?? error.message}`)
  }
  await answer.arrayBuffer()
  if (!answer.ok) {
    throw new Error(`${address} answers ${answer.status}`)
  }
}
