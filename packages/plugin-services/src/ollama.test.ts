// What Ollama is given where there is a GPU, and where there is none.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import type { InstanceShape, ServiceContext } from '@geuse/plugin-api'
import { z } from 'zod'
import { ollama } from './ollama.js'

function given(gpu: boolean, models?: readonly string[]) {
  const instance: InstanceShape = { arch: 'x86_64', memoryMiB: 16_384, gpu }
  const config = ollama.config(z).parse(models === undefined ? {} : { models })
  const cx = { config, instance } as unknown as ServiceContext<never, never, never>
  return { environment: ollama.containers(cx).main?.environment, job: ollama.jobs?.['models']?.env?.(cx) }
}

describe('ollama', () => {
  it('pulls a small model for a CPU, a larger one for a GPU, and what somebody wants for either', () => {
    expect(given(false).job).to.deep.equal({ MODELS: 'llama3.2:1b' })
    expect(given(true).job).to.deep.equal({ MODELS: 'llama3.1:8b' })
    expect(given(true, ['a', 'b']).job).to.deep.equal({ MODELS: 'a b' })
    expect(given(true, []).job).to.deep.equal({ MODELS: '' })
  })

  it('is unwell where it has a GPU and a model ran on the CPU', () => {
    expect(given(true).environment).to.include({ GM_GPU: '1' })
    expect(given(false).environment).not.to.have.property('GM_GPU')
    const probe = ollama.probes.find(({ kind }) => kind === 'exec')
    expect(probe).to.deep.include({ command: ['bash', '-c', '[[ -z ${GM_GPU:-} ]] || ! ollama ps | grep -q CPU'] })
  })

  const runs: readonly (readonly [where: string, gpu: string, isWell: boolean])[] = [
    ['100% GPU', '1', true],
    ['100% CPU', '1', false],
    ['48%/52% CPU/GPU', '1', false],
    ['100% CPU', '', true],
  ]
  for (const [where, gpu, isWell] of runs) {
    it(`is ${isWell ? 'well' : 'unwell'} by its script with a model at ${where}${gpu ? '' : ' and no GPU'}`, () => {
      const probe = ollama.probes.find(({ kind }) => kind === 'exec')
      const [shell = '', ...words] = probe?.kind === 'exec' ? probe.command : []
      const said = `NAME ID SIZE PROCESSOR CONTEXT UNTIL\nllama3.1:8b 46e0c10c039e 6.2 GB ${where} 4096 4 minutes from now`
      // A function of the shell stands for the program of the container.
      const env = { PATH: process.env['PATH'], GM_GPU: gpu, SAID: said, 'BASH_FUNC_ollama%%': '() { echo "$SAID"; }' }
      expect(spawnSync(shell, words, { env }).status === 0).to.equal(isWell)
    })
  }
})
