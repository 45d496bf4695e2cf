// EC2 as it is bundled: twice. What gm asks for (`packages/core/src/aws/client/ec2.ts` lists it) with the shapes that
// it needs, and, for what a plugin's resource may ask beyond it, the whole package in a file of its own. Loading the
// whole takes 80 ms of a processor, the part 15.
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'

const name = '@aws-sdk/client-ec2'
const own = /[\\/]@aws-sdk[\\/]client-ec2[\\/]dist-es[\\/]/

/** @returns a plugin of esbuild */
export function ec2() {
  return {
    name: 'ec2',
    setup({ onLoad, onResolve, resolve }) {
      onResolve({ filter: /^@aws-sdk\/client-ec2$/ }, async ({ kind, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === name) return undefined
        return whole(await resolve(name, { kind, resolveDir, pluginData: name }))
      })
      onResolve({ filter: /^\./, namespace: 'whole' }, async ({ path, kind, resolveDir }) =>
        whole(await resolve(path, { kind, resolveDir })),
      )
      onLoad({ filter: /.*/, namespace: 'whole' }, ({ path }) => ({
        contents: readFileSync(path, 'utf8'),
        resolveDir: dirname(path),
      }))
      onLoad({ filter: /[\\/]client-ec2[\\/]dist-es[\\/]schemas[\\/].*\.js$/ }, ({ path }) => ({
        contents: leftOutUnlessUsed(readFileSync(path, 'utf8')),
      }))
    },
  }
}

function whole(resolved) {
  return own.test(resolved.path) ? { path: resolved.path, namespace: 'whole', errors: resolved.errors } : resolved
}

/** A shape holds names of others as computed keys, which esbuild takes for something that may have an effect. */
function leftOutUnlessUsed(schemas) {
  return schemas.replaceAll(/^((?:export )?var \w+\$? = )(\[[\s\S]*?\]);$/gm, '$1/* @__PURE__ */ (() => ($2))();')
}
