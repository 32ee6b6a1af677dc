// Drives the unmodified supabase-management-js.
import { SupabaseManagementAPI } from 'supabase-management-js'

const { RICKYARD_URL, RICKYARD_TOKEN, PROJECT, ORGANIZATION } = process.env
const api = new SupabaseManagementAPI({ accessToken: RICKYARD_TOKEN, baseUrl: RICKYARD_URL })
const tell = (step, content) => console.log(JSON.stringify({ step, ...content }))

async function use(step, asked) {
  try {
    const { status, data } = await asked
    tell(step, { status, data })
  } catch (error) {
    tell(step, { error: error.message })
  }
}

await use('organizations', api.listAllOrganizations())
await use('members', api.listOrganizationMembers(ORGANIZATION))
await use('projects', api.listAllProjects())
await use('project', api.getProject(PROJECT))
await use('health', api.getServicesHealth(PROJECT, { services: ['db'] }))
await use('keys', api.getProjectApiKeys(PROJECT, { reveal: true }))
await use('query', api.runAQuery(PROJECT, { query: 'select 1 as one' }))
await use('refused query', api.runAQuery(PROJECT, { query: 'select * from nowhere' }))
await use('rename', api.updateAProject(PROJECT, { name: 'renamed' }))
await use('pool size', api.updatePoolerConfig(PROJECT, { default_pool_size: 40 }))
await use('pooler', api.getPoolerConfig(PROJECT))
await use('own pooler', api.getProjectPgbouncerConfig(PROJECT))
await use('usual pool size', api.updatePoolerConfig(PROJECT, { default_pool_size: null }))
await use('too large a pool', api.updatePoolerConfig(PROJECT, { default_pool_size: 3000 }))
await use('providers', api.listAllSsoProvider(PROJECT))
await use('signing keys', api.getProjectSigningKeys(PROJECT))
await use('signing key without auth', api.createProjectSigningKey(PROJECT, { algorithm: 'ES256' }))
await use('branches', api.listAllBranches(PROJECT))
