// Supavisor, as far as logging in through it goes: postgres.<tenant> becomes postgres, and the rest of the protocol
// passes unchanged. It pools nothing.
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { serve } from '../answers.mjs'
import { address, loggedIn, pool } from '../database.mjs'
import { atLeast, boolean, exactly, integer, is, login, text } from '../forms.mjs'

const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const SESSION_PORT = 5432
const TRANSACTION_PORT = 6543

function parameters(packet) {
  const words = packet.subarray(8, -2).toString().split('\0')
  return new Map(Array.from({ length: Math.floor(words.length / 2) }, (_, i) => [words[2 * i], words[2 * i + 1]]))
}

function startup(version, wanted) {
  const body = Buffer.from([...wanted].flat().join('\0') + '\0\0')
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + body.length, 0)
  head.writeInt32BE(version, 4)
  return Buffer.concat([head, body])
}

function refusal(message, state = '28000') {
  const body = Buffer.from(`SFATAL\0C${state}\0M${message}\0\0`)
  const head = Buffer.alloc(5, 'E')
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

/** Passes a client on, unless there are as many as there may be. */
function passOn(client, environment, places) {
  client.once('data', (packet) => {
    const version = packet.readInt32BE(4)
    if (version === SSL_REQUEST || version === GSS_REQUEST) {
      client.write('N')
      passOn(client, environment, places)
      return
    }
    const wanted = parameters(packet)
    const [user, tenant] = (wanted.get('user') ?? '').split('.')
    if (tenant !== environment.POOLER_TENANT_ID) {
      client.end(refusal('Tenant or user not found'))
      return
    }
    if (places.taken === places.most) {
      client.end(refusal('max clients reached in session mode', '53300'))
      return
    }
    places.taken += 1
    client.on('close', () => (places.taken -= 1))
    wanted.set('user', user)
    const server = connect(environment.POSTGRES_PORT, environment.POSTGRES_HOST)
    server.write(startup(version, wanted))
    client.pipe(server).pipe(client)
    server.on('error', () => client.destroy())
    client.on('error', () => server.destroy())
  })
}

/** Keeps what the script makes of the tenant in the table of that name, as far as sizes are concerned. */
async function keepTenant(own, { POOLER_TENANT_ID, POOLER_DEFAULT_POOL_SIZE, POOLER_MAX_CLIENT_CONN }) {
  await own.query(`create table if not exists _supavisor.tenants (
    external_id text primary key, default_pool_size int not null, default_max_clients int not null)`)
  await own.query(
    `insert into _supavisor.tenants values ($1, $2, $3) on conflict (external_id) do update
        set default_pool_size = excluded.default_pool_size, default_max_clients = excluded.default_max_clients`,
    [POOLER_TENANT_ID, POOLER_DEFAULT_POOL_SIZE, POOLER_MAX_CLIENT_CONN],
  )
}

async function tenantOf(own, { POOLER_TENANT_ID }) {
  const { rows } = await own.query('select * from _supavisor.tenants where external_id = $1', [POOLER_TENANT_ID])
  return rows[0]
}

export default {
  requires: {
    PORT: integer,
    POSTGRES_HOST: text,
    POSTGRES_PORT: integer,
    POSTGRES_DB: text,
    POSTGRES_PASSWORD: text,
    DATABASE_URL: login(['ecto'], 'supabase_admin', '_supabase'),
    CLUSTER_POSTGRES: boolean,
    SECRET_KEY_BASE: atLeast(64),
    VAULT_ENC_KEY: exactly(32),
    API_JWT_SECRET: atLeast(32),
    METRICS_JWT_SECRET: atLeast(32),
    REGION: is('local'),
    POOLER_TENANT_ID: text,
    POOLER_DEFAULT_POOL_SIZE: integer,
    POOLER_MAX_CLIENT_CONN: integer,
    POOLER_POOL_MODE: is('transaction'),
    DB_POOL_SIZE: integer,
  },

  async start(environment, args, program) {
    const own = pool(environment.DATABASE_URL)
    await loggedIn(own, 'supabase_admin', '_supavisor')
    if (program === 'migrate') {
      process.exit(0)
    }
    if (program === 'supavisor') {
      // The real one runs this to make its tenant, or to tell it what has changed.
      const script = args[1] ?? ''
      if (args[0] !== 'eval' || !/Supavisor.Tenants.create_tenant.*Supavisor.Tenants.update_tenant/s.test(script)) {
        throw new Error('it is called with: eval SCRIPT, which makes or updates the tenant')
      }
      await keepTenant(own, environment)
      process.exit(0)
    }
    const { POSTGRES_PASSWORD, POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB } = environment
    const script = readFileSync('/etc/pooler/pooler.exs', 'utf8')
    const manager = /"db_user" => "([a-z_]+)"/.exec(script)[1]
    const lookup = pool(address(manager, POSTGRES_PASSWORD, POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB))
    await loggedIn(lookup, manager)
    const query = /"auth_query" => "([^"]+)"/.exec(script)[1]
    const { rowCount } = await lookup.query(query, ['postgres'])
    if (rowCount !== 1) {
      throw new Error(`${manager} can't look up the password of postgres`)
    }
    const { default_pool_size: size, default_max_clients: most } = await tenantOf(own, environment)
    // In the session mode each client has a connection of its own. There is one pool here, for one user.
    for (const [port, limit] of [[SESSION_PORT, size], [TRANSACTION_PORT, most]]) {
      const places = { taken: 0, most: limit }
      createServer((client) => passOn(client, environment, places)).listen(port, '0.0.0.0')
    }
    await serve('pooler', {
      port: environment.PORT,
      health: { '/api/health': () => own.query('select').then(() => ({})) },
    })
  },
}
