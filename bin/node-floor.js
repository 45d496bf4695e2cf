// Which versions of Node gm runs on. Plain enough to be understood by the versions that it refuses.

/** The oldest Node that every dependency supports; the same as in `engines` of package.json. */
export const floor = '22.22.2'

/**
 * @param {string} version e.g. `24.1.0`
 * @returns {boolean} whether it is `floor` or newer
 */
export function isNewEnough(version) {
  const have = version.split('.').map(Number)
  const need = floor.split('.').map(Number)
  const differing = need.findIndex((part, index) => part !== have[index])
  return differing === -1 || have[differing] > need[differing]
}
