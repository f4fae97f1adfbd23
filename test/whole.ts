/** Of tests that take long and prove what others prove in part: they run where `WHOLE=1`. */
export const whole = {
  skip: process.env.WHOLE === '1' ? false : 'runs with WHOLE=1',
} as const;
