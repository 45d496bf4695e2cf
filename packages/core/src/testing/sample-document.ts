// A document to start tests from: a stack that was announced and of which nothing was made yet.
import type { Document, StateInput } from '../state/document.js'
import { project } from '../state/projection.js'

const at = '2026-01-01T00:00:00.000Z'

/** @param fields what is to differ */
export function sampleDocument(fields: Partial<StateInput> = {}): Document {
  return project({
    schema_version: 1,
    revision: 0,
    stack_name: 'my-stack',
    stack_id: '00000000-0000-4000-8000-000000000001',
    account_id: '123456789012',
    region: 'us-east-1',
    tier: 'dev',
    status: 'creating',
    created_at: at,
    updated_at: at,
    config: {},
    facts: {
      accountId: '123456789012',
      region: 'us-east-1',
      arch: 'x86_64',
      zones: ['us-east-1a', 'us-east-1b'],
      image: { id: 'ami-0123456789abcdef0', rootDevice: '/dev/xvda', minimumGiB: 8 },
      instanceTypes: [{ type: 't3.large', memoryMiB: 8192, zones: ['us-east-1a', 'us-east-1b'] }],
    },
    plugins: [],
    nodes: {},
    run: null,
    services: [],
    last_healthy_state: null,
    earlier_healthy_states: [],
    going_back: null,
    update_backup: null,
    rollback_history: [],
    estimate: null,
    runtime: [],
    n8n_url: null,
    dns_record: null,
    tier_outputs: {},
    ...fields,
  })
}
