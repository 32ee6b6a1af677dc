// Envoy with a static configuration: a proxy after the file it is told of, with the filters that the file names.
import { readFileSync } from 'node:fs'
import { serve } from '../answers.mjs'
import { preflight, serveProxy, withClient } from '../proxy.mjs'
import { field, Script } from '../script.mjs'

const LUA = 'envoy.filters.http.lua'
const CORS = 'envoy.filters.http.cors'
const ROUTER = 'envoy.filters.http.router'

const answered = (status, body, headers = {}) => ({ status, headers, body })

/** What the file says, as far as this understands it; whatever else it says is an error. */
function read(path) {
  const { admin, static_resources: resources } = JSON.parse(readFileSync(path, 'utf8'))
  const [listener, ...others] = resources.listeners
  const [{ name, typed_config: manager }] = listener.filter_chains[0].filters
  if (others.length > 0 || name !== 'envoy.filters.network.http_connection_manager') {
    throw new Error('this understands one listener, for HTTP')
  }
  const filters = manager.http_filters.map((filter) => filter.name)
  if (filters.join() !== [CORS, LUA, ROUTER].join()) {
    throw new Error(`this understands the filters ${CORS}, ${LUA} and ${ROUTER}, in that order`)
  }
  const clusters = new Map(
    resources.clusters.map((cluster) => {
      const [{ lb_endpoints: [{ endpoint }] }] = cluster.load_assignment.endpoints
      return [cluster.name, endpoint.address.socket_address]
    }),
  )
  const { virtual_hosts: hosts, max_direct_response_body_size_bytes: most = 4096 } = manager.route_config
  for (const { name: route, route: to, direct_response: direct } of hosts.flatMap(({ routes }) => routes)) {
    if (to !== undefined && !clusters.has(to.cluster)) {
      throw new Error(`the route ${route} leads to ${to.cluster}, which is no cluster`)
    }
    if (direct !== undefined && Buffer.byteLength(direct.body.inline_string) > most) {
      throw new Error(`the response of the route ${route} has more than ${most} bytes`)
    }
  }
  return {
    admin: admin.address.socket_address,
    port: listener.address.socket_address.port_value,
    manager,
    hosts,
    clusters,
    script: manager.http_filters[1].typed_config.default_source_code.inline_string,
  }
}

/** The path as the manager is told to see it, or nothing when it is to be refused. */
function normal(path, manager) {
  if (manager.path_with_escaped_slashes_action === 'REJECT_REQUEST' && /%(2f|5c)/i.test(path)) {
    return undefined
  }
  const resolved = manager.normalize_path ? new URL(path, 'http://gateway').pathname : path
  return manager.merge_slashes ? resolved.replace(/[/]+/g, '/') : resolved
}

/** What a script sees of a request, and does to it. */
function handleOf(headers, path, metadata, refuse) {
  const named = (name) => (name === ':path' ? path : headers[name.toLowerCase()])
  return {
    headers: () => ({
      get: (name) => named(name),
      replace: (name, value) => void (headers[name.toLowerCase()] = value),
      remove: (name) => void delete headers[name.toLowerCase()],
    }),
    metadata: () => ({ get: (name) => metadata[name] }),
    respond: (answer, body) => {
      const challenge = field(answer, 'www-authenticate')
      const known = challenge === undefined ? {} : { 'www-authenticate': challenge }
      refuse(answered(Number(field(answer, ':status')), body, known))
    },
  }
}

function added(list = []) {
  return Object.fromEntries(list.map(({ header }) => [header.key.toLowerCase(), header.value]))
}

/** The routes of a host: those of its own name, else those of all. */
function routesFor(hosts, name) {
  const named = (domain) => hosts.find(({ domains }) => domains.includes(domain))
  return (named(name) ?? named('*'))?.routes ?? []
}

const matches = ({ path, prefix }, given) => (path === undefined ? given.startsWith(prefix) : given === path)

function decision({ manager, hosts, clusters, script }) {
  const program = new Script(script)
  program.run() // defines the functions
  const strict = manager.common_http_protocol_options?.headers_with_underscores_action === 'REJECT_REQUEST'
  return (request) => {
    const [given, query] = request.url.split(/[?](.*)/s)
    const path = normal(given, manager)
    if (path === undefined || (strict && Object.keys(request.headers).some((name) => name.includes('_')))) {
      return answered(400, '')
    }
    // The first that matches.
    const route = routesFor(hosts, request.headers.host).find(({ match }) => matches(match, path))
    if (route === undefined) {
      return answered(404, '')
    }
    const search = query === undefined ? '' : `?${query}`
    const policy = route.typed_per_filter_config?.[CORS]
    const { origin } = request.headers
    const shared = policy !== undefined && origin !== undefined ? { 'access-control-allow-origin': origin } : {}
    if (policy !== undefined && preflight(request)) {
      const allowed = {
        'access-control-allow-methods': policy.allow_methods,
        'access-control-allow-headers': policy.allow_headers,
      }
      return answered(200, '', { ...shared, ...allowed })
    }
    const headers = withClient(request)
    let refused
    const metadata = route.metadata?.filter_metadata?.[LUA] ?? {}
    program.call('envoy_on_request', handleOf(headers, path + search, metadata, (answer) => (refused = answer)))
    if (refused !== undefined) {
      return refused
    }
    if (route.direct_response !== undefined) {
      const { status, body } = route.direct_response
      return answered(status, body.inline_string, { ...shared, ...added(route.response_headers_to_add) })
    }
    const { cluster, prefix_rewrite: rewrite, host_rewrite_literal: host } = route.route
    const to = clusters.get(cluster)
    return {
      host: to.address,
      port: to.port_value,
      path: rewrite + path.slice(route.match.prefix.length) + search,
      headers: { ...headers, 'x-envoy-original-path': given + search, host, ...added(route.request_headers_to_add) },
      adds: shared,
    }
  }
}

export default {
  requires: {},

  async start(environment, args) {
    const config = read(args[args.indexOf('--config-path') + 1])
    const sockets = (config.manager.upgrade_configs ?? []).some(({ upgrade_type: type }) => type === 'websocket')
    await serveProxy('envoy', config.port, decision(config), sockets)
    const { address, port_value: port } = config.admin
    await serve('envoy', { port, host: address, health: { '/ready': () => ({}) } })
  },
}
