// What `gm-sandbox --help` says.

/** The help, as printed. */
export const HELP = `gm-sandbox: an AWS account on this computer, for trying out and for tests. Nothing leaves the computer.

  gm-sandbox start [--speed N] [--json]     start an account and print the environment that leads to it;
                                            eval "$(gm-sandbox start)" puts it into this shell
  gm-sandbox stop                           end it
  gm-sandbox status                         where it runs, how fast, what it has seen
  gm-sandbox reset                          empty it
  gm-sandbox calls [--json]                 every call that it has seen
  gm-sandbox fault [RULE]                   strike calls that match, as
                                            '{"operation": "CreateVpc", "effect": "reset-after", "nth": 1}'
                                            effects: throttle, error (code, status, message; a 500 if nothing is said),
                                            latency (ms), reset-before, reset-after, hang-before, hang-after;
                                            without RULE: the rules in force
  gm-sandbox heal                           take all faults away
  gm-sandbox interrupt INSTANCE             give a spot instance its notice
  gm-sandbox image [REF...]                 let its instances pull these images beside those of its list;
                                            without REF: those added so far
  gm-sandbox run [--speed N] -- COMMAND     run a command with a fresh account of its own
  gm-sandbox python -- ARGUMENTS            the Python that has boto3, led to the account
  gm-sandbox spec                           print what it emulates, as in SPEC.md

  --speed N   how many times faster than AWS its clock runs; 20 by default, 1 for AWS's own times, or max
  --json      print JSON

The account understands what SPEC.md lists; any other call fails with NotEmulated.
It needs python3 (3.10 or newer) with venv. moto, the emulator below, is installed once, into the cache folder
($XDG_CACHE_HOME or ~/.cache). A running account is written down in $GM_SANDBOX_HOME, by default there too.`
