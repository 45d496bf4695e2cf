// What `gm config` uses, and the reference of settings.
export { type OptionFile, type OptionRow } from '../app/options/option-file.js'
export { describePreferences, hasSettings, resetSettings, settingsFile } from '../app/options/settings-file.js'
export { stackFile } from '../app/options/stack-file.js'
export { defaultSettings } from '../state/settings.js'
