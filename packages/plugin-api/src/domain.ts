// The person's own domain name: its certificate, and the records that lead to the stack.
import type { MakesFrom } from './resource.js'

/** What a certificate is made from. */
export interface CertificateProps {
  readonly domain: string
  /** Where it is to be used, e.g. `us-east-1` for a distribution; the stack's region without. */
  readonly region?: string | undefined
}

/** A certificate that was asked for, with the record that proves whose the domain is; '' while ACM has not named it. */
export interface Certificate {
  readonly arn: string
  readonly recordName: string
  readonly recordValue: string
}

/** What a record is made from. */
export interface DnsRecordProps {
  /** Id of a hosted zone, e.g. `Z0123456789ABCDEFGHIJ`. */
  readonly zoneId: string
  readonly name: string
  readonly type: 'A' | 'CNAME'
  /** Another name, or a thing of AWS's by its own name and that of its zone. */
  readonly to: { readonly value: string } | { readonly zoneId: string; readonly dnsName: string }
}

/** A record that was made. */
export interface MadeRecord extends Pick<DnsRecordProps, 'zoneId' | 'name' | 'type'> {
  /** Somebody's who wants the same: it is left alone. */
  readonly adopted: boolean
}

/** The resources of a domain, from props to outputs. */
export interface DomainResources {
  readonly certificate: MakesFrom<CertificateProps, Certificate>
  readonly dnsRecord: MakesFrom<DnsRecordProps, MadeRecord>
}
