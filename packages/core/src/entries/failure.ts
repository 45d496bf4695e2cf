// How a failure is told, also by what is no command: nothing of a run is loaded for it.
export { didYouMean } from '../config/did-you-mean.js'
export { exitCodeOf, failureJson, failureLines } from '../ui/failure.js'
export { chooseStyle } from '../ui/style.js'
