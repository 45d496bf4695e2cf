// Settings as people write them, with the mistakes that people make.
import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isGmError, type GmError } from '@geuse/plugin-api'
import { defaultSettings, parseSettings, readSettings } from './settings.js'

function failureOf(text: string): GmError {
  try {
    parseSettings(text, 'settings.json')
  } catch (error) {
    if (isGmError(error)) return error
  }
  throw new Error('expected a GmError')
}

describe('state/settings', () => {
  it('has a value for everything', () => {
    expect(defaultSettings()).to.deep.equal({
      default_region: 'us-east-1',
      default_tier: 'dev',
      default_instance_type: null,
      prefer_spot: true,
      auto_rollback_on_failure: true,
      rollback_timeout_minutes: 15,
      health_check_interval_seconds: 30,
      consecutive_failures_threshold: 3,
      latency_warning_ms: 2000,
      latency_critical_ms: 5000,
      ui_preferences: { show_ascii_banners: true, show_emojis: true, compact_mode: false, color_theme: 'auto' },
      aws_profile: null,
    })
  })

  it('fills in what a file leaves out', () => {
    const settings = parseSettings(
      '{"default_region":"eu-west-1","ui_preferences":{"show_emojis":false}}',
      'settings.json',
    )
    expect(settings).to.include({ default_region: 'eu-west-1', default_tier: 'dev' })
    expect(settings.ui_preferences).to.include({ show_emojis: false, show_ascii_banners: true })
  })

  it('names every mistake at once, with its place', () => {
    const error = failureOf(
      '{"default_regoin":"x","health_check_interval_seconds":5,"ui_preferences":{"emojis":true,"color_theme":"pink"}}',
    )
    const messages = error.problems.map(({ message }) => message)
    expect(error.message).to.equal('settings.json has 4 mistakes')
    expect(messages).to.include('default_regoin is not a setting')
    expect(messages).to.include('ui_preferences.emojis is not a setting')
    expect(
      messages.filter((message) => /^(health_check_interval_seconds|ui_preferences\.color_theme): /.test(message)),
    ).to.have.length(2)
  })

  const limits: readonly (readonly [key: string, low: number, high: number])[] = [
    ['health_check_interval_seconds', 10, 300],
    ['consecutive_failures_threshold', 1, 10],
    ['rollback_timeout_minutes', 5, 60],
  ]
  for (const [key, low, high] of limits) {
    it(`holds ${key} between ${low} and ${high}`, () => {
      for (const value of [low, high])
        expect(parseSettings(JSON.stringify({ [key]: value }), 'f')).to.have.property(key, value)
      for (const value of [low - 1, high + 1, low + 0.5, `${low}`])
        expect(failureOf(JSON.stringify({ [key]: value })).problems[0]?.message).to.match(new RegExp(`^${key}: `))
    })
  }

  it('refuses thresholds in the wrong order, and what is not JSON or not an object', () => {
    expect(failureOf('{"latency_warning_ms":3000,"latency_critical_ms":2000}').problems[0]?.message).to.contain(
      'below latency_warning_ms',
    )
    expect(failureOf('{').message).to.equal('settings.json is not JSON')
    expect(failureOf('[]').problems[0]?.message).to.match(/^the file: /)
  })

  it('is the defaults without a file, and the file where there is one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gm-settings-'))
    const file = join(folder, 'settings.json')
    expect(await readSettings(file)).to.deep.equal(defaultSettings())
    await writeFile(file, '{"prefer_spot":false}')
    expect(await readSettings(file)).to.have.property('prefer_spot', false)
    const error: unknown = await readSettings(folder).catch((reason: unknown) => reason)
    expect(isGmError(error) && error.code).to.equal('STORAGE_DENIED')
    await rm(folder, { recursive: true })
  })
})
