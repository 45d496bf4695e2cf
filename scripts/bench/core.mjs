// Pieces of the core that the hand-written run shares with gm, so that both ask AWS for the same things; they are not
// public, so they are taken by their paths.
function at(path) {
  return import(new URL(`../../packages/core/dist/${path}.js`, import.meta.url).href)
}

const paths = [
  'aws/common/tags',
  'aws/instance/http-probe',
  'aws/resources/compute/fleet',
  'aws/resources/iam/instance-policy',
  'aws/resources/iam/instance-profile',
  'aws/resources/compute/launch-template',
]

/** Everything that they export. */
export const core = Object.assign({}, ...(await Promise.all(paths.map(at))))
