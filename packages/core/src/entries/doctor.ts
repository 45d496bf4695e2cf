// What `gm doctor` uses.
export { diagnose, examine, type Diagnosis, type Examination } from '../app/doctor/doctor.js'
export { diagnosisLines } from '../ui/check-lines.js'
export { CheckList } from '../ui/check-list.js'
