// Logins to the stack's database, as the services do them.
import pg from 'pg'

/** A pool behind the address in a variable; ecto: and postgresql: are the same to it. */
export function pool(address, options = {}) {
  const made = new pg.Pool({
    connectionString: address.replace(/^[a-z]+:/, 'postgres:'),
    connectionTimeoutMillis: 5000,
    max: 2,
    ...options,
  })
  made.on('error', (error) => console.error(`a connection was lost: ${error.message}`))
  return made
}

export function address(user, password, host, port, database) {
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`
}

/** Logs in, and sees that the role may make what the service's own migrations make. */
export async function loggedIn(connections, role, schema) {
  const {
    rows: [row],
  } = await connections.query(
    `select current_user as role,
            current_database() as database,
            to_regnamespace($1) is not null as there,
            to_regnamespace($1) is not null and has_schema_privilege(to_regnamespace($1), 'create') as may_create`,
    [schema ?? 'public'],
  )
  if (row.role !== role) {
    throw new Error(`the database calls this ${row.role}, not ${role}`)
  }
  if (schema !== undefined && !row.there) {
    throw new Error(`the database ${row.database} has no schema ${schema}`)
  }
  if (schema !== undefined && !row.may_create) {
    throw new Error(`${role} may not create tables in the schema ${schema} of ${row.database}`)
  }
  console.log(`logged in to ${row.database} as ${row.role}`)
}

/** Runs in one transaction. */
export async function atomically(connections, work) {
  const connection = await connections.connect()
  try {
    await connection.query('begin')
    const result = await work(connection)
    await connection.query('commit')
    return result
  } catch (error) {
    await connection.query('rollback')
    throw error
  } finally {
    connection.release()
  }
}

/** The same as a role, as PostgREST and storage take a token's. */
export function inRole(connections, role, work) {
  return atomically(connections, async (connection) => {
    await connection.query(`set local role ${pg.escapeIdentifier(role)}`)
    return work(connection)
  })
}

/** Whether a role can be taken. */
export async function asRole(connections, role) {
  const { rows } = await inRole(connections, role, (connection) => connection.query('select current_user as role'))
  return rows[0].role
}
