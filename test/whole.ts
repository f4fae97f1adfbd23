/** Of tests that take long and prove what others prove in part: they run in CI, and here where `WHOLE=1`. */
export const whole = {
  skip: process.env.WHOLE === '1' ? false : 'runs in CI, or with WHOLE=1',
} as const;
