// How a real machine is other than an instance of Amazon Linux 2023, for SPEC.md: what is not on this list is meant to
// be the same, as far as gm looks at it.

/** A sentence each, by what it is about. */
export const differences: Readonly<Record<string, readonly string[]>> = {
  'The system': [
    "Debian 13 in a privileged container, not Amazon Linux 2023 in a virtual machine: kernel, uptime, boot id, number of processors and memory are the host's, and so is the version of control groups",
    "cloud-init has the instance's user data from a NoCloud seed and not from the metadata service; of its modules, those for user data alone run",
    'dnf is true, its repository is a folder of the machine with docker, amazon-efs-utils and jq; their contents are in the image already, the engine masked until it is installed',
    'Docker Engine 26.1 with Docker Compose 2.26 of Debian: whichever release of Compose is downloaded is that one, with its checksum',
    "a higher limit of open files than the host's, a negative score for the killer of processes, and CAP_SYS_RESOURCE are taken out of what containers ask for",
    "containers trust whom the machine trusts: the account's authority, and nobody else",
    "the disk is the host's: it has another size and no quota; nothing is limited by the instance type",
    'no SSM agent: AWS-RunShellScript runs by docker exec, as root, with the script in a file as the agent does',
  ],
  'The network': [
    "one address for everything outside: AWS, registries of images and of Ollama's models, and github.com; other names do not exist",
    'models of a list can be pulled, and each is the same tiny one, made of chance',
    'a machine without a way out connects and hears nothing, where AWS would let it wait for the connection',
    'machines of one network do not reach each other; from outside, security groups decide for each connection',
    'what comes from outside has one address, 198.51.100.1, whoever it is',
    'over the limit of hops even the connection to the metadata service fails, where AWS loses the answer only',
    "a public address is reached through the account's proxy, or at a door on the loopback (`POST /_sandbox/doors`)",
  ],
  'The metadata service': [
    'the categories that gm and the AWS CLI ask for; no network/interfaces, block-device-mapping or public-keys',
    'the identity document has no signature',
  ],
  'The file system': [
    'EFS is a folder of the host, bound into its place: no NFS, no tunnel, no bursting, and what one machine writes another sees at once; lookupcache=pos and its like are taken and do nothing',
    'what a mount needs is asked of the account at that moment: a mount target in the zone that is available, its security group, and with `iam` the rights of the role; access points are not known',
  ],
  'The end': [
    'an end by EC2 shuts the machine down in order and waits up to five minutes for it; AWS pulls the plug earlier',
    'a container that is killed leaves a stopped instance; AWS tells a lost host in other ways too',
    "signatures of calls are not computed: a call with a role's key needs its session token, and the role's rights are checked",
  ],
}
