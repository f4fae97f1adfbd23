import t from 'tap';
import { Unmappable } from '../../src/mapping/unmappable.ts';
import { url } from '../../src/mapping/url.ts';
import { testContext } from './context.ts';

const context = testContext();

const said = 'https://x.example/"><img src=x> æ\ud800';

t.test('An address is shown as one, and kept as Cura has it', async (t) => {
  const shown = url.decode(said, context);
  t.equal(shown, 'https://x.example/%22%3E%3Cimg%20src=x%3E%20%C3%A6%EF%BF%BD');
  t.equal(url.encode(`${shown}`, context, said), said);
  const plain = "https://x.example:8443/a;b/%20?c=d&e=f#(g)~'*!$,@[1]";
  t.equal(url.decode(plain, context), plain);
  t.equal(url.encode(plain, context, said), plain);
  t.equal(url.decode(' ', context), undefined);
});

t.test('What is no address is not written to Cura', async (t) => {
  for (const wrong of ['', 'https://x.example/a b', said])
    t.throws(() => url.encode(wrong, context, undefined), Unmappable, wrong);
});
