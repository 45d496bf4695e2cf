// Instance types that save up CPU time and spend it: the T families.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html

/** @param type an instance type, like `t3a.large`. @returns whether its CPU runs on credits */
export function isBurstable(type: string): boolean {
  return /^t\d/.test(type)
}
