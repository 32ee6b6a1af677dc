// Kong without a database: a proxy after the declarative file it is told of, with the plug-ins that the file names.
import { readFileSync, writeFileSync } from 'node:fs'
import { integer, is, text } from '../forms.mjs'
import { preflight, serveProxy, withClient } from '../proxy.mjs'
import { field, Script } from '../script.mjs'

const RUNNING = '/tmp/kong.pid'

const refused = (status, message, headers = {}) => ({ status, headers, body: JSON.stringify({ message }) })

function onlyKnown(what, object, known) {
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) {
      throw new Error(`${what} has no field ${name}`)
    }
  }
}

/** What each plug-in does to an exchange, with the fields it knows. The order is Kong's: by priority. */
const PLUGINS = {
  cors: {
    priority: 2000,
    fields: [],
    act: () => (exchange) => {
      exchange.adds = { 'access-control-allow-origin': '*' }
      return preflight(exchange.request)
        ? { status: 200, headers: { ...exchange.adds, 'access-control-allow-methods': '*' }, body: '' }
        : undefined
    },
  },
  'key-auth': {
    priority: 1250,
    fields: ['hide_credentials', 'key_names'],
    act: (config, consumers) => (exchange) => {
      const [name] = config.key_names
      const key = exchange.request.headers[name] || exchange.query.get(name)
      if (!key) {
        return refused(401, 'No API key found in request', { 'www-authenticate': 'Key' })
      }
      exchange.consumer = consumers.find((one) => one.keyauth_credentials?.some((credential) => credential.key === key))
      return exchange.consumer === undefined
        ? refused(401, 'Unauthorized', { 'www-authenticate': 'Key' })
        : undefined
    },
  },
  'basic-auth': {
    priority: 1100,
    fields: ['hide_credentials'],
    act: (config, consumers) => (exchange) => {
      const given = exchange.request.headers.authorization
      exchange.consumer = consumers.find((one) =>
        one.basicauth_credentials?.some(({ username, password }) => given === `Basic ${btoa(`${username}:${password}`)}`),
      )
      if (exchange.consumer === undefined) {
        return refused(401, 'Unauthorized', { 'www-authenticate': 'Basic realm="service"' })
      }
      if (config.hide_credentials) {
        delete exchange.headers.authorization
      }
    },
  },
  acl: {
    priority: 950,
    fields: ['hide_groups_header', 'allow'],
    act: (config) => (exchange) => {
      const groups = (exchange.consumer?.acls ?? []).map(({ group }) => group)
      return groups.some((group) => config.allow.includes(group))
        ? undefined
        : refused(403, 'You cannot consume this service')
    },
  },
  'request-transformer': {
    priority: 801,
    fields: ['add'],
    act: (config) => (exchange) => {
      for (const line of config.add.headers) {
        const [name, value] = line.split(':')
        exchange.headers[name.toLowerCase()] ??= value
      }
    },
  },
  'request-termination': {
    priority: 2,
    fields: ['status_code', 'message', 'body', 'content_type'],
    act: (config) => {
      if (config.body !== undefined && config.message !== undefined) {
        throw new Error('the plug-in request-termination takes a message or a body')
      }
      return (exchange) =>
        config.body === undefined
          ? refused(config.status_code, config.message)
          : { status: config.status_code, headers: { ...exchange.adds, 'content-type': config.content_type }, body: config.body }
    },
  },
  'post-function': {
    priority: -1000,
    fields: ['access'],
    act: (config) => {
      let exchange
      const word = (value) => (value === null ? undefined : value)
      // Called with a dot, so a script's first argument arrives as "this".
      const kong = {
        response: {
          exit(body) {
            exchange.exit = refused(Number(this), field(body, 'message'))
          },
        },
        request: {
          get_header() {
            return exchange.request.headers[String(this).toLowerCase()]
          },
          get_query_arg() {
            return word(exchange.query.get(String(this)))
          },
        },
        service: {
          request: {
            set_header(value) {
              exchange.headers[String(this).toLowerCase()] = value
            },
            clear_header() {
              delete exchange.headers[String(this).toLowerCase()]
            },
          },
        },
      }
      const scripts = config.access.map((script) => new Script(script, { kong }))
      return (current) => {
        exchange = current
        for (const script of scripts) {
          script.run()
          if (exchange.exit !== undefined) {
            return exchange.exit
          }
        }
      }
    },
  },
}

/** The steps of a service's plug-ins, in their order. */
function steps(plugins, consumers, allowed) {
  return plugins
    .map(({ name, config = {} }) => {
      if (PLUGINS[name] === undefined || !allowed.includes(name)) {
        throw new Error(`the plug-in ${name} is not enabled`)
      }
      onlyKnown(`the plug-in ${name}`, config, PLUGINS[name].fields)
      return { priority: PLUGINS[name].priority, act: PLUGINS[name].act(config, consumers) }
    })
    .sort((one, other) => other.priority - one.priority)
    .map(({ act }) => act)
}

function routesOf(file, allowed) {
  onlyKnown('the file', file, ['_format_version', '_transform', 'consumers', 'services'])
  if (!['2.1', '3.0'].includes(file._format_version)) {
    throw new Error(`the file has the format ${file._format_version}`)
  }
  return file.services
    .flatMap((service) => {
      onlyKnown(service.name, service, ['name', 'url', 'read_timeout', 'write_timeout', 'routes', 'plugins'])
      const acts = steps(service.plugins, file.consumers, allowed)
      return service.routes.flatMap((route) =>
        route.paths.map((path) => ({
          path,
          hosts: route.hosts,
          strip: route.strip_path ?? true,
          to: new URL(service.url),
          acts,
        })),
      )
    })
    .sort(
      (one, other) =>
        (other.hosts?.length ?? 0) - (one.hosts?.length ?? 0) || // who names hosts comes first,
        other.path.length - one.path.length, // then the longest prefix wins
    )
}

/** The path upstream: with exactly one slash between the service's and what remains of the request's. */
function joined(prefix, rest) {
  if (rest === '') {
    return prefix
  }
  return prefix.replace(/[/]$/, '') + '/' + rest.replace(/^[/]/, '')
}

function decision(routes) {
  return (request) => {
    const { pathname, search, searchParams } = new URL(request.url, 'http://gateway')
    const host = request.headers.host?.replace(/:[0-9]+$/, '')
    const route = routes.find(
      ({ path, hosts }) => pathname.startsWith(path) && (hosts === undefined || hosts.includes(host)),
    )
    if (route === undefined) {
      return refused(404, 'no Route matched with those values')
    }
    const headers = { ...withClient(request), host: route.to.host, 'x-forwarded-path': pathname }
    if (route.strip) {
      headers['x-forwarded-prefix'] = route.path
    }
    const exchange = { request, query: searchParams, headers }
    for (const act of route.acts) {
      const answer = act(exchange)
      if (answer !== undefined) {
        return answer
      }
    }
    const path = joined(route.to.pathname, route.strip ? pathname.slice(route.path.length) : pathname)
    return { host: route.to.hostname, port: route.to.port, path: path + search, headers, adds: exchange.adds }
  }
}

export default {
  requires: {
    KONG_DATABASE: is('off'),
    KONG_DECLARATIVE_CONFIG: text,
    KONG_DNS_ORDER: is('LAST,A,CNAME'),
    KONG_PLUGINS: text,
    KONG_NGINX_WORKER_PROCESSES: integer,
    KONG_NGINX_PROXY_PROXY_BUFFER_SIZE: text,
    KONG_NGINX_PROXY_PROXY_BUFFERS: text,
  },

  asked: (args) => args[0] === 'health',

  // The real one looks whether its process runs.
  answer: () => process.kill(Number(readFileSync(RUNNING, 'utf8')), 0),

  async start(environment) {
    const file = JSON.parse(readFileSync(environment.KONG_DECLARATIVE_CONFIG, 'utf8'))
    const routes = routesOf(file, environment.KONG_PLUGINS.split(','))
    const [, port] = (environment.KONG_PROXY_LISTEN ?? '0.0.0.0:8000').split(':')
    await serveProxy('kong', port, decision(routes))
    writeFileSync(RUNNING, String(process.pid))
  },
}
