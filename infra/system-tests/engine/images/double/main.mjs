// A double of one service of a stack: it checks what it was given, does with it what the real one does with it
// before its first request, and then tells every caller what it saw. README.md says what that proves.
//
// Called as PROGRAM ARGUMENT... by the name of the real service's program, which says which double it is.
import { basename } from 'node:path'
import { complaints } from './forms.mjs'

const SERVICES = {
  auth: 'auth',
  postgrest: 'rest',
  realtime: 'realtime',
  storage: 'storage',
  imgproxy: 'imgproxy',
  'edge-runtime': 'functions',
  studio: 'studio',
  migrate: 'pooler',
  supavisor: 'pooler',
  server: 'pooler',
  logflare: 'analytics',
  vector: 'vector',
  kong: 'kong',
  envoy: 'envoy',
}

const [program, ...args] = process.argv.slice(2)
const name = SERVICES[basename(program)]

function refuse(reasons) {
  for (const reason of reasons) {
    console.error(`double of ${name}: ${reason}`)
  }
  process.exit(1)
}

try {
  const { default: service } = await import(`./services/${name}.mjs`)
  if (service.asked?.(args)) {
    await service.answer(process.env, args) // a health check or the like: it says yes by ending with 0
    process.exit(0)
  }
  const wrong = complaints(service.requires, process.env)
  if (wrong.length > 0) {
    refuse(wrong)
  }
  await service.start(process.env, args, basename(program))
} catch (error) {
  refuse([error.message])
}

process.on('SIGTERM', () => process.exit(0))
process.on('SIGINT', () => process.exit(0))
