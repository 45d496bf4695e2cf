// What an instance is given, and the port through which it is asked.
export { makeBundle, type Bundle, type BundleFile } from './bundle.js'
export { planFiles } from './plan-files.js'
export { packBundle, packUserData, userDataLimit, userDataScript } from './user-data.js'
