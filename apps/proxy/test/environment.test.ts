import { describe, expect, it } from 'vitest'
import { EnvironmentError, readEnvironment } from '../src/environment.ts'

describe('readEnvironment', () => {
  it('fills in the defaults of the contract', () => {
    expect(readEnvironment({ HOME: '/root' })).toEqual({
      port: 8787,
      host: '127.0.0.1',
      upstreams: { openai: undefined, anthropic: undefined, gemini: undefined },
      keys: { openai: undefined, anthropic: undefined },
      clientToken: undefined,
      adminToken: undefined,
      mode: 'hybrid',
      thresholdTokens: 4500,
      retries: 0,
      dataFolder: undefined,
      redisUrl: undefined,
      secret: undefined,
      configFile: undefined,
      logLevel: 'info',
      unknownNames: [],
    })
  })

  it('reads every variable', () => {
    const environment = readEnvironment({
      PITH_PORT: '0',
      PITH_HOST: '0.0.0.0',
      PITH_UPSTREAM_OPENAI: 'http://localhost:11434/v1',
      PITH_KEY_ANTHROPIC: 'sk-ant-1',
      PITH_CLIENT_TOKEN: 'c',
      PITH_ADMIN_TOKEN: 'a',
      PITH_MODE: 'strict',
      PITH_THRESHOLD_TOKENS: '2000',
      PITH_RETRIES: '2',
      PITH_DATA_DIR: '/data',
      PITH_REDIS_URL: 'redis://localhost:6379/1',
      PITH_SECRET: 'shared-by-all-nodes',
      PITH_CONFIG: 'pith.config.jsonc',
      PITH_LOG: 'debug',
    })
    expect(environment).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      upstreams: { openai: 'http://localhost:11434/v1' },
      keys: { anthropic: 'sk-ant-1' },
      mode: 'strict',
      thresholdTokens: 2000,
      retries: 2,
      redisUrl: 'redis://localhost:6379/1',
      secret: 'shared-by-all-nodes',
      configFile: 'pith.config.jsonc',
      logLevel: 'debug',
    })
  })

  it('takes the mode that drops text', () => {
    expect(readEnvironment({ PITH_MODE: 'aggressive' }).mode).toBe('aggressive')
  })

  it.each([
    ['PITH_PORT', '65536', 'whole number from 0 to 65535'],
    ['PITH_PORT', '80a', '"80a"'],
    ['PITH_THRESHOLD_TOKENS', '-1', 'whole number'],
    ['PITH_THRESHOLD_TOKENS', '1.5', 'whole number'],
    ['PITH_MODE', 'Hybrid', 'hybrid, strict'],
    ['PITH_LOG', 'loud', 'debug'],
    ['PITH_UPSTREAM_OPENAI', 'localhost:1234', 'http://'],
    ['PITH_UPSTREAM_GEMINI', 'file:///etc/passwd', 'http://'],
    ['PITH_REDIS_URL', 'http://x', 'redis://'],
    ['PITH_KEY_OPENAI', 'sk-1\n', 'white space'],
  ])('refuses %s=%j and says what it may be', (name, value, hint) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(EnvironmentError)
    expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`^${name}: .*${hint}`))
  })

  it('never repeats a secret in an error', () => {
    expect(() => readEnvironment({ PITH_KEY_OPENAI: 'sk-secret 1' })).not.toThrow(/sk-secret/)
  })

  it('names every problem at once', () => {
    expect(() => readEnvironment({ PITH_PORT: 'x', PITH_MODE: 'y' })).toThrow(
      /PITH_PORT.*\nPITH_MODE/,
    )
  })

  it('names variables that are misspelt', () => {
    expect(readEnvironment({ PITH_TRESHOLD: '1' }).unknownNames).toEqual(['PITH_TRESHOLD'])
  })
})
