// The phases of a boot, and the tag of the instance that says which of them it is in: gm-boot.sh goes through them,
// core watches the tag, the sandbox does as the script does.

/** What each phase of a boot needs, and fails without, in order; `packages`, `compose` and `bundle` go side by side. */
export const bootPhases = {
  egress:
    'its address associated (when `address` is given: IMDS `public-ipv4` equals it); a way out (gateway attached, default route)',
  packages: 'docker, amazon-efs-utils, jq, in one transaction',
  compose: 'the compose plugin, pinned, with its checksum',
  bundle:
    'every part of the bundle: `ssm:GetParametersByPath` on `<bundle_path>/<hash>`; together they have the checksum that UserData names',
  mount:
    "`/mnt/efs`: a mount target that is available in the instance's zone, 2049 open from the instance's group, `elasticfilesystem:ClientMount`, `ClientWrite`, `ClientRootAccess`; retried for 10 minutes",
  lease:
    'nobody else to hold the data: the newest file of `/mnt/efs/.geusemaker/lease` given back, or its holder this instance, or `stopped` or `terminated` by EC2 (`ec2:DescribeInstances`); waits for 10 minutes',
  directories: 'those of `plan/directories.tsv`',
  secrets:
    'every parameter of `plan/secrets.tsv` and of the templates: `ssm:GetParametersByPath` on the path; tmpfs `/run/geusemaker`',
  images: 'every needed image of `plan/images.tsv`',
  services:
    '`compose.yaml`; the steps `up` and `run` of `plan/steps.tsv`, without the service `edge`; each `up` healthy within 900 s',
  jobs: 'scripts of `plan/jobs.tsv` marked `wait`; the others are started',
  edge: '`docker compose up -d --wait edge`',
} as const

/** Name of a phase. */
export type BootPhase = keyof typeof bootPhases

/** How far a boot is, as the tag of its instance says it. */
export type PhaseTag =
  /** `phase` is undefined before the instance has set the tag. */
  | { readonly state: 'booting'; readonly phase: string | undefined }
  | { readonly state: 'ready' }
  | { readonly state: 'failed'; readonly phase: string }
  /** Its services were stopped, and its data given back. */
  | { readonly state: 'drained' }

/** Key of the tag. */
export const phaseTagKey = 'geusemaker:phase'

const failed = 'failed:'

/** @param value of the tag; undefined where there is none */
export function readPhaseTag(value: string | undefined): PhaseTag {
  if (value === 'ready' || value === 'drained') return { state: value }
  if (value?.startsWith(failed) === true) return { state: 'failed', phase: value.slice(failed.length) }
  return { state: 'booting', phase: value }
}

/** @returns value of the tag once a phase has failed */
export function failedTag(phase: BootPhase): string {
  return `${failed}${phase}`
}
