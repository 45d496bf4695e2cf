// How a failure is told, also by what is no command: nothing of a run is loaded for it.
export { didYouMean } from '../app/suggest.js'
export { exitCodeOf, failureJson, failureLines } from '../ui/failure.js'
export { chooseStyle } from '../ui/style.js'
