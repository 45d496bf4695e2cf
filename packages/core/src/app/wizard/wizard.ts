// The questions of a first deploy, one after another: what is asked is what flags say, and what comes of it is what
// they would have said. Nothing is made, and nothing is written, before all of it was agreed to.
import type { Host } from '../host.js'
import type { Choice, Prompts } from '../../ui/prompt.js'
import { isStackName, validStackName } from '../../config/stack-name.js'
import { describeTiers, type DescribedTier } from '../catalog.js'
import { resolveStack, type StackRequest } from '../deploy/resolve-stack.js'
import { estimateMonth, monthWords } from './estimates.js'
import { networksIn } from './networks.js'

/** What was said already, by the words of flags. */
export type Said = Readonly<Record<string, unknown>>

/** What the questions are asked with. */
export interface WizardTools {
  readonly prompts: Prompts
  readonly signal: AbortSignal
  /** Regions that can be chosen. */
  readonly regions: readonly string[]
  /** Shows lines between questions. */
  readonly tell: (lines: readonly string[]) => void
}

/** What came of it. */
export interface WizardAnswers {
  readonly request: Required<Pick<StackRequest, 'name' | 'flags'>>
  /** For people: what was chosen, in the order of the questions. */
  readonly summary: readonly (readonly [what: string, chosen: string])[]
}

/**
 * @param said what was said on the command line, and is not asked
 * @throws GmError INTERRUPTED at Ctrl-C; nothing was done
 */
export async function wizard(host: Host, said: Said, tools: WizardTools): Promise<WizardAnswers> {
  const asked = new Questions(host, said, tools)
  const name = await asked.name()
  const tier = await asked.tier(name)
  await asked.region()
  await asked.network(tier)
  await asked.services()
  await asked.market(name, tier)
  await asked.needs(name)
  return { request: { name, flags: asked.flags }, summary: [['Stack', name], ...asked.summary] }
}

const ownNetwork = '[Create New VPC]'

/** Answers so far, and the next question. */
class Questions {
  readonly summary: (readonly [string, string])[] = []
  flags: Record<string, unknown>
  readonly #host: Host
  readonly #tools: WizardTools

  constructor(host: Host, said: Said, tools: WizardTools) {
    this.#host = host
    this.#tools = tools
    this.flags = { ...said }
  }

  name(): Promise<string> {
    const day = this.#host.now().slice(0, 10).replaceAll('-', '')
    return this.#tools.prompts.input('Stack name?', 'gm deploy NAME', validStackName, `ai-stack-${day}`)
  }

  /** A table of tiers, each with what it would cost here and now. */
  async tier(name: string): Promise<DescribedTier | undefined> {
    const tiers = await describeTiers(this.#host)
    if (this.#isSaid('tier')) return tiers.find(({ id }) => id === this.flags['tier'])
    this.#tools.tell(['Looking at what each tier would cost …'])
    const months = await Promise.all(tiers.map(({ id }) => this.#month(name, { tier: id })))
    const width = Math.max(...tiers.map(({ id }) => id.length))
    const choices = tiers.map(({ id, title }, index) => ({
      value: id,
      name: `${id.padEnd(width)}  ${title}, ${monthWords(months[index])}`,
    }))
    const usual = this.#host.settings.default_tier
    const id = await this.#choose('tier', 'How shall it stand in AWS?', choices, '--tier', usual)
    return tiers.find((tier) => tier.id === id)
  }

  async region(): Promise<void> {
    if (this.#isSaid('region')) return
    const { settings, environment } = this.#host
    const usual = environment.aws.region ?? settings.default_region
    const regions = [...new Set([usual, ...this.#tools.regions])].map((region) => ({ value: region, name: region }))
    await this.#choose('region', 'In which region?', regions, '--region', usual)
  }

  async network(tier: DescribedTier | undefined): Promise<void> {
    if (this.#isSaid('vpc') || this.#isSaid('subnet') || !takes(tier, 'vpc')) return
    const vpcs = await networksIn(this.#host, this.flags)
    if (vpcs.length === 0) {
      this.#tools.tell(['No VPC is there yet: one will be made.'])
      this.#note('VPC', ownNetwork)
      return
    }
    const choices = vpcs.map(({ vpcId, cidr, name, isDefault }) => ({
      value: vpcId,
      name: [`${vpcId} (${cidr})`, ...(name === null ? [] : [name]), ...(isDefault ? ['default'] : [])].join('  '),
    }))
    const own = { value: 'new', name: ownNetwork }
    await this.#choose('vpc', 'In which network?', [own, ...choices], '--vpc', own.value)
  }

  async services(): Promise<void> {
    if (this.#isSaid('services')) return
    const { services } = await this.#host.registry()
    const choices = [...services.values()].map(({ item }) => ({ value: item.id, name: `${item.id}  ${item.title}` }))
    const chosen = await this.#tools.prompts.chooseSome('Which services?', choices, '--services')
    if (chosen.length < choices.length) this.flags['services'] = chosen.join(',')
    this.#note('Services', chosen.length < choices.length ? `${chosen.join(', ')}, and what they use` : 'all')
  }

  /** With the price of either, of this stack. */
  async market(name: string, tier: DescribedTier | undefined): Promise<void> {
    if (this.#isSaid('spot') || this.#isSaid('on-demand') || !takes(tier, 'on-demand')) return
    this.#tools.tell(['Looking at what either market costs …'])
    const [spot, onDemand] = await Promise.all([this.#month(name, {}), this.#month(name, { 'on-demand': true })])
    const usual = this.#host.settings.prefer_spot
    const question = `Use a spot instance (${monthWords(spot)}) and not one on demand (${monthWords(onDemand)})?`
    const isSpot = await this.#tools.prompts.confirm(question, usual)
    if (!isSpot) this.flags['on-demand'] = true
    else if (!usual) this.flags['spot'] = true
    this.#note('Instance', isSpot ? 'spot' : 'on demand')
  }

  /** Settings that only a person knows. */
  async needs(name: string): Promise<void> {
    await resolveStack(this.#host, { name, flags: this.flags }, async (needs) => {
      const answers: string[] = []
      for (const { service, key, about, isEmail } of needs) {
        const [label, flag] = [`${service}.${key}`, `--set ${service}.${key}=…`]
        const question = about === null ? `${label}?` : `${label}: ${about}?`
        const { prompts } = this.#tools
        const answer = await (isEmail ? prompts.email(question, flag) : prompts.input(question, flag, notEmpty))
        answers.push(`${label}=${answer}`)
        this.#note(label, answer)
      }
      this.flags['set'] = [...((this.flags['set'] as readonly string[] | undefined) ?? []), ...answers]
      return answers
    })
  }

  async #choose(word: string, question: string, choices: readonly Choice[], flag: string, usual: string) {
    const chosen = await this.#tools.prompts.choose(question, choices, flag, usual)
    this.flags[word] = chosen
    this.#note(word === 'vpc' ? 'VPC' : capital(word), chosen === 'new' ? ownNetwork : chosen)
    return chosen
  }

  #month(name: string, more: Said): Promise<number | undefined> {
    const usable = isStackName(name) ? name : 'my-stack'
    return estimateMonth(this.#host, { name: usable, flags: { ...this.flags, ...more } }, this.#tools.signal)
  }

  #isSaid(word: string): boolean {
    return this.flags[word] !== undefined
  }

  #note(what: string, chosen: string): void {
    this.summary.push([what, chosen])
  }
}

function takes(tier: DescribedTier | undefined, word: string): boolean {
  return tier?.options.some(({ words }) => words.includes(word)) === true
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

function notEmpty(answer: string): true | string {
  return answer.trim() !== '' || 'this setting has no default: something has to be said'
}
