// What storage does about buckets and objects: rows in the project's database, which it touches as the role of the
// caller's token so that policies decide, and files in its volume.
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { json } from './answers.mjs'
import { inRole } from './database.mjs'

// The columns that storage's own migrations make, as far as these requests are concerned.
const TABLES = `
  create table if not exists storage.buckets (
    id text primary key, name text not null unique, owner uuid,
    created_at timestamptz default now(), updated_at timestamptz default now(), public boolean default false);
  create table if not exists storage.objects (
    id uuid primary key default gen_random_uuid(), bucket_id text references storage.buckets, name text, owner uuid,
    created_at timestamptz default now(), updated_at timestamptz default now(),
    last_accessed_at timestamptz default now(), metadata jsonb, version text,
    unique (bucket_id, name));
  alter table storage.buckets enable row level security;
  alter table storage.objects enable row level security`

const COLUMNS = 'id, bucket_id, name, owner, created_at, updated_at, last_accessed_at, metadata, version'

// What is directly below a prefix: objects, and of those further down the folder that they are in.
const LISTED = `
  with found as (
    select o.*, substr(name, length($2) + 1) as rest
      from storage.objects o where bucket_id = $1 and starts_with(name, $2 || $3))
  select rest as name, id, updated_at, created_at, last_accessed_at, metadata from found where rest not like '%/%'
  union all
  select distinct split_part(rest, '/', 1), null::uuid, null::timestamptz, null::timestamptz, null::timestamptz,
         null::jsonb from found where rest like '%/%'
  order by name limit $4 offset $5`

class Refusal extends Error {
  constructor(status, error, message) {
    super(message)
    this.status = status
    this.error = error
  }
}

const noBucket = () => new Refusal('404', 'Bucket not found', 'Bucket not found')
const noObject = () => new Refusal('404', 'not_found', 'Object not found')

/** What the real one makes of errors of the database. */
function refusalOf(error) {
  switch (error.code) {
    case '23505':
      return new Refusal('409', 'Duplicate', 'The resource already exists')
    case '23503':
      return noBucket()
    case '42501':
      return new Refusal('403', 'Unauthorized', error.message)
    default:
      return error instanceof Refusal ? error : new Refusal('500', 'InternalError', error.message)
  }
}

async function bytesOf(request) {
  const chunks = []
  for await (const chunk of request) {
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function formOf(request) {
  try {
    return JSON.parse(await bytesOf(request))
  } catch {
    throw new Refusal('400', 'InvalidRequest', 'Body is not valid JSON')
  }
}

/** Where the real one keeps one version of an object. */
const fileOf = (root, { bucket_id: bucket, name, version }) => join(root, bucket, name, version)

async function keep(root, object, bytes) {
  const file = fileOf(root, object)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, bytes)
}

function metadataOf(bytes, headers) {
  return {
    eTag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    size: bytes.length,
    mimetype: headers['content-type'] ?? 'application/octet-stream',
    cacheControl: headers['cache-control'] ?? 'no-cache',
    lastModified: new Date().toISOString(),
    contentLength: bytes.length,
    httpStatusCode: 200,
  }
}

function only(rows, absent) {
  if (rows.length === 0) {
    throw absent()
  }
  return rows[0]
}

const find = async (connection, bucket, name) => {
  const { rows } = await connection.query(
    `select ${COLUMNS} from storage.objects where bucket_id = $1 and name = $2`,
    [bucket, name],
  )
  return only(rows, noObject)
}

async function listBuckets({ connection }) {
  const { rows } = await connection.query(
    'select id, name, owner, public, created_at, updated_at from storage.buckets order by name',
  )
  return rows.map((bucket) => ({ ...bucket, owner: bucket.owner ?? '' }))
}

async function createBucket({ connection, request }) {
  const { name, id = name, public: open = false } = await formOf(request)
  await connection.query('insert into storage.buckets (id, name, public) values ($1, $2, $3)', [id, name, open])
  return { name }
}

async function deleteBucket({ connection }, bucket) {
  const { rowCount } = await connection.query('select from storage.objects where bucket_id = $1 limit 1', [bucket])
  if (rowCount > 0) {
    throw new Refusal('409', 'ResourceNotEmpty', 'The bucket you tried to delete is not empty')
  }
  const { rows } = await connection.query('delete from storage.buckets where id = $1 returning id', [bucket])
  only(rows, noBucket)
  return { message: 'Successfully deleted' }
}

async function list({ connection, request }, bucket) {
  const { prefix, search = '', limit = 100, offset = 0 } = await formOf(request)
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  const { rows } = await connection.query(LISTED, [bucket, folder, search, limit, offset])
  return rows
}

async function upload({ connection, request, root }, bucket, name) {
  const bytes = await bytesOf(request)
  const object = { bucket_id: bucket, name, version: randomUUID() }
  const again = request.headers['x-upsert'] === 'true'
  const { rows } = await connection.query(
    `insert into storage.objects (bucket_id, name, version, metadata) values ($1, $2, $3, $4)
     ${again ? 'on conflict (bucket_id, name) do update set version = $3, metadata = $4, updated_at = now()' : ''}
     returning id`,
    [bucket, name, object.version, metadataOf(bytes, request.headers)],
  )
  await keep(root, object, bytes)
  return { Key: `${bucket}/${name}`, Id: rows[0].id }
}

async function download({ connection, response, root }, bucket, name) {
  const object = await find(connection, bucket, name)
  const { mimetype, cacheControl, eTag } = object.metadata
  const bytes = await readFile(fileOf(root, object))
  response.writeHead(200, { 'content-type': mimetype, 'cache-control': cacheControl, etag: eTag }).end(bytes)
}

async function move({ connection, request, root }) {
  const { bucketId: bucket, sourceKey, destinationBucket = bucket, destinationKey } = await formOf(request)
  const before = await find(connection, bucket, sourceKey)
  const after = { bucket_id: destinationBucket, name: destinationKey, version: randomUUID() }
  await connection.query(
    'update storage.objects set bucket_id = $2, name = $3, version = $4, updated_at = now() where id = $1',
    [before.id, after.bucket_id, after.name, after.version],
  )
  await keep(root, after, await readFile(fileOf(root, before)))
  await rm(fileOf(root, before))
  return { message: 'Successfully moved', Id: before.id, Key: after.name }
}

async function remove({ connection, request, root }, bucket) {
  const { prefixes } = await formOf(request)
  const { rows } = await connection.query(
    `delete from storage.objects where bucket_id = $1 and name = any($2) returning ${COLUMNS}`,
    [bucket, prefixes],
  )
  await Promise.all(rows.map((object) => rm(fileOf(root, object), { force: true })))
  return rows
}

// Public, signed and other addresses are no objects of a bucket of that name.
const OBJECT = '/object/(?!(?:authenticated|copy|info|list|move|public|sign|upload)/)([^/]+)/(.+)'

const ROUTES = [
  ['GET', '/bucket', listBuckets],
  ['POST', '/bucket', createBucket],
  ['DELETE', '/bucket/([^/]+)', deleteBucket],
  ['POST', '/object/list/([^/]+)', list],
  ['POST', '/object/move', move],
  ['POST', OBJECT, upload],
  ['GET', OBJECT, download],
  ['DELETE', '/object/([^/]+)', remove],
].map(([method, path, work]) => ({ method, path: new RegExp(`^${path}$`), work }))

function routeOf({ method, url }) {
  for (const route of ROUTES) {
    const found = route.method === method ? route.path.exec(url.split('?')[0]) : null
    if (found !== null) {
      return { work: route.work, names: found.slice(1).map(decodeURIComponent) }
    }
  }
  return undefined
}

function roleFor(request, roleOf) {
  let role
  try {
    role = roleOf(request)
  } catch (error) {
    throw new Refusal('403', 'Unauthorized', error.message)
  }
  if (role === null) {
    throw new Refusal('400', 'Error', "headers must have required property 'authorization'")
  }
  return role
}

/** Makes the tables, and then does what is asked about buckets and the objects in them, whose files are below root. */
export async function keeping(database, roleOf, root) {
  await database.query(TABLES)
  return async (request, response) => {
    const route = routeOf(request)
    if (route === undefined) {
      return false
    }
    try {
      const told = await inRole(database, roleFor(request, roleOf), (connection) =>
        route.work({ connection, request, response, root }, ...route.names),
      )
      if (told !== undefined) {
        json(response, 200, told)
      }
    } catch (error) {
      request.resume()
      const { status, error: kind, message } = refusalOf(error)
      json(response, status === '500' ? 500 : 400, { statusCode: status, error: kind, message })
    }
    return true
  }
}
