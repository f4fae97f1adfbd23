import t from 'tap';
import { remembered } from '../../src/store/index-memo.ts';

t.test('the same elements are made once, whatever object says them', async (t) => {
  let made = 0;
  const of = remembered((elements) => {
    made += 1;
    return JSON.stringify(elements);
  });
  const code = (display: string) => [{ coding: [{ code: 'a', display }] }];
  for (let round = 0; round < 500; round += 1)
    for (const display of ['one', 'two'])
      if (of(code(display)) !== JSON.stringify(code(display))) t.fail(display);
  t.equal(made, 2);
});

t.test('what is always another is given as it is made, and costs no memory', async (t) => {
  let made = 0;
  const of = remembered((elements) => {
    made += 1;
    return elements[0];
  });
  for (let at = 0; at < 6_000; at += 1) if (of([`id-${at}`]) !== `id-${at}`) t.fail(`${at}`);
  t.equal(made, 6_000);
  const number = { system: 's', value: '1' };
  t.equal(of([number]), number, 'numbers are never kept');
  t.not(of([{ ...number }]), number);
});
