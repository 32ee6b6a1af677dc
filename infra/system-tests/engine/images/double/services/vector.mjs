// Vector: takes lines at its intake and hands each to the sinks that its configuration leads the line's service to.
// What transforms do to a line is not done: that needs Vector's own language.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { json, serve } from '../answers.mjs'

/** For each name of a service, the sinks that its lines go to. */
function sinksByService({ sources, transforms, sinks }) {
  for (const [name, { inputs }] of Object.entries({ ...transforms, ...sinks })) {
    for (const input of inputs) {
      const [from, output] = input.split('.')
      if (sources[from] === undefined && transforms[from] === undefined) {
        throw new Error(`${name} takes its input from ${from}, which is nowhere`)
      }
      if (output !== undefined && transforms[from]?.route?.[output] === undefined) {
        throw new Error(`${name} takes its input from ${input}, which is no output`)
      }
    }
  }
  const behind = (point) => [
    ...Object.entries(sinks).filter(([, sink]) => sink.inputs.includes(point)).map(([, sink]) => sink),
    ...Object.entries(transforms).filter(([, next]) => next.inputs.includes(point)).flatMap(([name]) => behind(name)),
  ]
  return new Map(
    Object.entries(transforms)
      .filter(([, transform]) => transform.type === 'route')
      .flatMap(([name, { route }]) =>
        Object.entries(route).map(([output, condition]) => {
          const service = /^[.]service == "([a-z]+)"$/.exec(condition)?.[1]
          return [service, behind(`${name}.${output}`)]
        }),
      ),
  )
}

async function send(sink, line) {
  const answer = await fetch(sink.uri, {
    method: sink.method.toUpperCase(),
    headers: { 'content-type': 'application/json', ...sink.request.headers },
    body: JSON.stringify([line]),
  })
  if (!answer.ok) {
    throw new Error(`${sink.uri} answers ${answer.status}`)
  }
}

export default {
  requires: {},

  async start(environment, args) {
    if (args[0] !== '--config') {
      throw new Error('it is started with: --config FILE')
    }
    const config = parse(readFileSync(args[1], 'utf8'))
    const { intake } = config.sources
    if (intake.type !== 'http_server' || intake.auth?.strategy !== 'basic' || !intake.auth.password) {
      throw new Error('its intake asks for no password')
    }
    const sinks = sinksByService(config)
    const login = `Basic ${btoa(`${intake.auth.username}:${intake.auth.password}`)}`
    await serve('vector', {
      port: intake.address.split(':')[1],
      check: () => {
        throw Object.assign(new Error('lines are taken at /'), { status: 404 })
      },
      routes: {
        '/': async (request, response) => {
          if (request.headers.authorization !== login) {
            throw Object.assign(new Error('wrong user or password'), { status: 401 })
          }
          const lines = Buffer.concat(await request.toArray()).toString().split('\n').filter(Boolean).map((line) => JSON.parse(line))
          for (const line of lines) {
            await Promise.all((sinks.get(line.service) ?? []).map((sink) => send(sink, line)))
          }
          json(response, 200, { service: 'vector', lines: lines.length })
        },
      },
    })
    await serve('vector', { port: config.api.address.split(':')[1], health: { '/health': () => ({}) } })
  },
}
