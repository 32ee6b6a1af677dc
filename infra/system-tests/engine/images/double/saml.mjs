// What GoTrue does about SAML: the key it wants, and its administration of providers (/admin/sso/providers), which are
// rows in the project's database.
import { createPrivateKey } from 'node:crypto'
import { json } from './answers.mjs'
import { atomically } from './database.mjs'

const PATH = '/admin/sso/providers'

const NAME_ID_FORMATS = [
  'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
]

// The columns that GoTrue's own migrations make, as far as providers are concerned.
const TABLES = `
  create table if not exists auth.sso_providers (
    id uuid primary key default gen_random_uuid(), resource_id text,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now());
  create table if not exists auth.saml_providers (
    id uuid primary key default gen_random_uuid(),
    sso_provider_id uuid not null references auth.sso_providers on delete cascade,
    entity_id text not null unique, metadata_xml text not null, metadata_url text, attribute_mapping jsonb,
    name_id_format text,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now());
  create table if not exists auth.sso_domains (
    id uuid primary key default gen_random_uuid(),
    sso_provider_id uuid not null references auth.sso_providers on delete cascade, domain text not null,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now());
  create unique index if not exists sso_domains_domain_idx on auth.sso_domains (lower(domain))`

const FOUND = `
  select p.id, p.created_at, p.updated_at,
         json_strip_nulls(json_build_object('entity_id', s.entity_id, 'metadata_xml', s.metadata_xml,
           'metadata_url', s.metadata_url, 'attribute_mapping', s.attribute_mapping,
           'name_id_format', s.name_id_format)) as saml,
         (select coalesce(json_agg(json_build_object('domain', d.domain)), '[]') from auth.sso_domains d
           where d.sso_provider_id = p.id) as domains
    from auth.sso_providers p join auth.saml_providers s on s.sso_provider_id = p.id`

class Refusal extends Error {
  constructor(status, code, message) {
    super(message)
    this.status = status
    this.code = code
  }
}

const invalid = (message) => new Refusal(400, 'validation_failed', message)

/** Throws where the real one would not start. */
export function checkKey({ GOTRUE_SAML_ENABLED: enabled, GOTRUE_SAML_PRIVATE_KEY: given = '' }) {
  if (enabled !== 'true') {
    return
  }
  let key
  try {
    key = createPrivateKey({ key: Buffer.from(given, 'base64'), format: 'der', type: 'pkcs1' })
  } catch {
    throw new Error('SAML private key not in PKCS#1 format')
  }
  const { modulusLength, publicExponent } = key.asymmetricKeyDetails
  if (modulusLength < 2048 || publicExponent !== 65537n) {
    throw new Error('SAML private key must be at least RSA 2048, with the exponent 65537')
  }
}

async function bodyOf(request) {
  const chunks = []
  for await (const chunk of request) {
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString() || '{}')
  } catch {
    throw new Refusal(400, 'bad_json', 'Could not parse request body as JSON')
  }
}

function check({ type, metadata_url: url, metadata_xml: xml, name_id_format: format }, update) {
  if (!update && type !== 'saml') {
    throw invalid("Only 'saml' supported for SSO provider type")
  }
  if (url && xml) {
    throw invalid('Only one of metadata_xml or metadata_url needs to be set')
  }
  if (!update && !url && !xml) {
    throw invalid('Either metadata_xml or metadata_url must be set')
  }
  if (url && !url.startsWith('https://')) {
    throw invalid('metadata_url is not a HTTPS URL')
  }
  if (format && !NAME_ID_FORMATS.includes(format)) {
    throw invalid(`name_id_format must be unspecified or one of ${NAME_ID_FORMATS.join(', ')}`)
  }
}

/** The metadata and whose they are; the service itself fetches what is named by an address. */
async function metadataOf({ metadata_url: url, metadata_xml: xml }) {
  if (!url && !xml) {
    return undefined
  }
  let text = xml
  if (url) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) })
    if (!answer.ok) {
      throw new Refusal(400, 'saml_metadata_fetch_failed', `HTTP ${answer.status} error fetching SAML Metadata from URL`)
    }
    text = await answer.text()
  }
  const entity = /<(?:\w+:)?EntityDescriptor[^>]*\sentityID="([^"]+)"/.exec(text)?.[1]
  if (entity === undefined) {
    throw invalid('SAML Metadata does not contain an EntityID')
  }
  if (!/<(?:\w+:)?IDPSSODescriptor[\s>]/.test(text)) {
    throw invalid('SAML Metadata does not contain any IDPSSODescriptor')
  }
  return { text, entity }
}

const ADMINISTRATION = {
  async find(database, id) {
    const { rows } = /^[0-9a-f-]{36}$/.test(id) ? await database.query(`${FOUND} where p.id = $1`, [id]) : { rows: [] }
    if (rows.length === 0) {
      throw new Refusal(404, 'sso_provider_not_found', 'SSO Identity Provider not found')
    }
    return rows[0]
  },

  async list(database) {
    const { rows } = await database.query(`${FOUND} order by p.created_at`)
    return { items: rows.map((row) => ({ ...row, saml: { ...row.saml, metadata_xml: undefined } })) }
  },

  async claim(database, id, domains) {
    for (const domain of domains) {
      const { rows } = await database.query('select from auth.sso_domains where domain = $1 and sso_provider_id <> $2', [
        domain,
        id,
      ])
      if (rows.length > 0) {
        throw new Refusal(400, 'sso_domain_already_exists', `SSO Domain '${domain}' is already assigned to another provider`)
      }
    }
    await database.query('delete from auth.sso_domains where sso_provider_id = $1 and not domain = any($2)', [id, domains])
    await database.query(
      `insert into auth.sso_domains (sso_provider_id, domain)
       select $1, wanted from unnest($2::text[]) wanted
        where not exists (select from auth.sso_domains d where d.sso_provider_id = $1 and d.domain = wanted)`,
      [id, domains],
    )
  },

  async create(database, body) {
    check(body, false)
    const { text, entity } = await metadataOf(body)
    const { rowCount } = await database.query('select from auth.saml_providers where entity_id = $1', [entity])
    if (rowCount > 0) {
      throw new Refusal(422, 'saml_idp_already_exists', `SAML Identity Provider with this EntityID (${entity}) already exists`)
    }
    const made = await database.query('insert into auth.sso_providers default values returning id')
    const { id } = made.rows[0]
    await database.query(
      `insert into auth.saml_providers
         (sso_provider_id, entity_id, metadata_xml, metadata_url, attribute_mapping, name_id_format)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, entity, text, body.metadata_url, body.attribute_mapping ?? {}, body.name_id_format],
    )
    await this.claim(database, id, body.domains ?? [])
    return this.find(database, id)
  },

  async update(database, id, body) {
    check(body, true)
    const { saml } = await this.find(database, id)
    const found = await metadataOf(body)
    if (found !== undefined && found.entity !== saml.entity_id) {
      throw new Refusal(400, 'saml_entity_id_mismatch', 'SAML Metadata can be updated only if the EntityID matches')
    }
    await database.query(
      `update auth.saml_providers
          set metadata_xml = coalesce($2, metadata_xml), metadata_url = coalesce($3, metadata_url),
              attribute_mapping = coalesce($4, attribute_mapping), name_id_format = $5, updated_at = now()
        where sso_provider_id = $1`,
      [id, found?.text, body.metadata_url, body.attribute_mapping, body.name_id_format],
    )
    if (body.domains) {
      await this.claim(database, id, body.domains)
    }
    await database.query('update auth.sso_providers set updated_at = now() where id = $1', [id])
    return this.find(database, id)
  },

  async remove(database, id) {
    const found = await this.find(database, id)
    await database.query('delete from auth.sso_providers where id = $1', [id])
    return found
  },
}

function deed(request, id, database) {
  switch (`${request.method} ${id === undefined ? 'all' : 'one'}`) {
    case 'GET all':
      return [200, () => ADMINISTRATION.list(database)]
    case 'POST all':
      return [201, (body) => atomically(database, (connection) => ADMINISTRATION.create(connection, body))]
    case 'GET one':
      return [200, () => ADMINISTRATION.find(database, id)]
    case 'PUT one':
      return [200, (body) => atomically(database, (connection) => ADMINISTRATION.update(connection, id, body))]
    case 'DELETE one':
      return [200, () => atomically(database, (connection) => ADMINISTRATION.remove(connection, id))]
    default:
      throw new Refusal(405, 'method_not_allowed', 'Method not allowed')
  }
}

/** Makes the tables, and then answers what is asked of providers by who may administer. */
export async function administration(database, roleOf) {
  await database.query(TABLES)
  return async (request, response) => {
    const path = request.url.split('?')[0]
    if (path !== PATH && !path.startsWith(`${PATH}/`)) {
      return false
    }
    try {
      if (roleOf(request) !== 'service_role') {
        throw new Refusal(403, 'not_admin', 'User not allowed')
      }
      const [status, work] = deed(request, path.split('/')[4], database)
      json(response, status, await work(await bodyOf(request)))
    } catch (error) {
      request.resume()
      const { status = 500, code = 'unexpected_failure' } = error
      json(response, status, { code: status, error_code: code, msg: error.message })
    }
    return true
  }
}
