import { defineConfig, type ViteUserConfig } from 'vitest/config'

const isSoak = process.env.PITH_SOAK === '1'

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: ['@x/source'] },
  ssr: { resolve: { conditions: ['@x/source'], externalConditions: ['@x/source'] } },
  test: {
    include: isSoak
      ? ['{packages,apps,models}/*/test/**/*.soak.ts', 'test/**/*.soak.ts']
      : ['{packages,apps,models}/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: [
      './test/report/fail-on-console.ts',
      ...(isSoak ? [] : ['./test/report/seed-properties.ts']),
    ],
    reporters: ['./test/report/closing-line.ts'],
    testTimeout: isSoak ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
})

export default config
