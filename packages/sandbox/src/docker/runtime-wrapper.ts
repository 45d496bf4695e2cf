// Some hosts, as a container or a small virtual machine of a build service, lack CAP_SYS_RESOURCE. Docker gives it to
// every privileged container, which then does not start: a runtime in front of runc takes it out of what runc is told.

const resourceBit = 24n

/** @param status of `/proc/self/status`. @returns whether this host withholds CAP_SYS_RESOURCE (capabilities(7)) */
export function lacksResourceRight(status: string): boolean {
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1]
  return bounding !== undefined && (BigInt(`0x${bounding}`) >> resourceBit) % 2n === 0n
}

/** The runtime: its first line stands alone, or no container starts. */
export const wrapperScript = `#!/bin/sh
# What a container is made from is in config.json of --bundle, what is run in one in the file of --process.
before=
for word in "$@"; do
  case $before in
    --bundle | -b) file=$word/config.json ;;
    --process | -p) file=$word ;;
    *) file= ;;
  esac
  if [ -f "$file" ]; then sed -i 's/"CAP_SYS_RESOURCE",//g; s/,"CAP_SYS_RESOURCE"//g' "$file"; fi
  before=$word
done
exec runc "$@"
`
