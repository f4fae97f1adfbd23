// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of code.
/** One check switched off: a text of a file, and what stands there instead. */
export interface Plant {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly instead: string;
  /** Who would come to see too much. */
  readonly persona: string;
  /** Found by few questions, and so tried every time. */
  readonly isQuick?: true;
}

export const plants: readonly Plant[] = [
  {
    name: 'whoever searches sees all rows',
    file: 'src/interactions/finding.ts',
    text: 'const own = scopeOf(room, grant, about);',
    instead:
      "const own = room.access.kind === 'open' ? scopeOf(room, grant, about) : () => 'true';",
    persona: 'neighbour',
    isQuick: true,
  },
  {
    name: 'what is included is not checked',
    file: 'src/store/include.ts',
    text: "and ${scope('r', bind)} limit",
    instead: "and (true or ${scope('r', bind)}) limit",
    persona: 'relative',
  },
  {
    name: 'what refers to a match is not checked',
    file: 'src/store/include.ts',
    text: "where ${anyOf([scope('r', bind)])} limit",
    instead: "where (true or ${scope('r', bind)}) limit",
    persona: 'seeonly',
  },
  {
    name: 'what a chain leads through is not checked',
    file: 'src/store/chain.ts',
    text: '`${scope(row, bind)} and ${compile(context, criterion)(row, bind)}`',
    instead: 'compile(context, criterion)(row, bind)',
    persona: 'otherstaff',
  },
  {
    name: 'what _has finds is not checked',
    file: 'src/store/chain.ts',
    text: '${referring(from, type, has.reference, row)} and ${from.where(bind)})`',
    instead:
      '${referring(from, type, has.reference, row)} and ${compile(from.context, has.criterion)(from.row, bind)})`',
    persona: 'citizen',
  },
  {
    name: 'the total counts what is hidden',
    file: 'src/store/page.ts',
    text: 'select count(*) as n from ${from} where ${where})',
    instead: 'select count(*) as n from ${from} where true)',
    persona: 'parent',
  },
  {
    name: 'the order tells how much is hidden',
    file: 'src/store/sort-key.ts',
    text: ": [{ text: 'r.sort', type: 'timestamptz', descending: false } as const];",
    instead:
      ": [{ text: `(select count(*)::text from appointment x where x.p_actor && array['${shape.type}/' || r.id])`, type: 'text', descending: false } as const];",
    persona: 'citizen',
  },
  {
    name: 'a history shows what stands of others',
    file: 'src/interactions/history-row.ts',
    text: "...[arm.scope('r', bind), `r.view & ${arm.bit} <> 0`]",
    instead: '...[`r.view & ${arm.bit} <> 0`]',
    persona: 'otherstaff',
  },
  {
    name: 'a version is read without its present being seen',
    file: 'src/interactions/history-row.ts',
    text: "and ${arm.scope('r', bind)} limit 1`",
    instead: 'limit 1`',
    persona: 'auditor',
  },
  {
    name: 'the past of what is protected by now stays open',
    file: 'src/interactions/history-row.ts',
    text: "arm.closed === 'restricted' ? ` and not ${isRestricted('r')}` : ''",
    instead: "''",
    persona: 'protectedRelative',
  },
  {
    name: 'staff are told of what was deleted elsewhere',
    file: 'src/interactions/history-row.ts',
    text: "...(deleted === 'unowned' ? ['h.patient is null'] : []),",
    instead: '',
    persona: 'staff',
  },
  {
    name: '$everything is everything',
    file: 'src/interactions/everything-statement.ts',
    text: "scopeOf(member, grant, at.about)('r', bind)]",
    instead: "'true']",
    persona: 'seeonly',
  },
  {
    name: 'a hidden id is told from an absent one',
    file: 'src/interactions/row.ts',
    text: 'const deleted = await deletion(call, room, id);',
    instead:
      'const deleted = (await call.ports.db.query(`select from ${call.ports.room(room.type).table} where id = $1`, [id])).rowCount > 0 || (await deletion(call, room, id));',
    persona: 'citizen',
    isQuick: true,
  },
  {
    name: 'a relative sees all of the citizen’s relatives',
    file: 'src/access/scope.ts',
    text: "${narrowed ? ` and ${narrowed}` : ''}",
    instead: '',
    persona: 'relative',
    isQuick: true,
  },
  {
    name: 'a relative is told what other relatives are and did',
    file: 'src/resources/provenance/index.ts',
    text: ', relative: shownTo }',
    instead: ' }',
    persona: 'seeonly',
  },
  {
    name: 'views are not told apart',
    file: 'src/access/scope.ts',
    text: '`${row}.view & ${viewBit[view]} <> 0`',
    instead: "view === 'staff' ? `${row}.view & 1 <> 0` : 'true'",
    persona: 'protected',
  },
  {
    name: 'staff see every citizen',
    file: 'src/access/scope.ts',
    text: "coalesce(${one('appointment', 'p_actor')}, ${one('care_plan', 'p_performer')}, false))`",
    instead: "(true or ${one('appointment', 'p_actor')}))`",
    persona: 'staff',
  },
  {
    name: 'a mandate has no end',
    file: 'src/access/mandate.ts',
    text: "sourceOf(row) === 'cura' && row.timely === true",
    instead: "sourceOf(row) === 'cura'",
    persona: 'expired',
    isQuick: true,
  },
  {
    name: 'a mandate of money reaches health',
    file: 'src/access/mandate.ts',
    text: 'coversHealth(row) && isOfAge(',
    instead: '(true || coversHealth(row)) && isOfAge(',
    persona: 'economyOnly',
  },
  {
    name: 'everybody sees which times are taken',
    file: 'src/access/scope.ts',
    text: "${persons ? ` and ${persons(row, bind)}` : ''}",
    instead: '',
    persona: 'guardian',
  },
  {
    name: 'an entry of a batch is asked as the municipality itself',
    file: 'src/interactions/bundle.ts',
    text: 'entry.route.run(desk, entry.asking, entry.place)',
    instead:
      "entry.route.run({ ...desk, call: { ...desk.call, grant: { ...desk.call.grant, caller: { ...desk.call.grant.caller, kind: 'system', id: 'x' } as never } } }, entry.asking, entry.place)",
    persona: 'neighbour',
  },
  {
    name: 'an association is told of what was deleted',
    file: 'src/interactions/history-arm.ts',
    text: "association: 'none'",
    instead: "association: 'all'",
    persona: 'association',
  },
  {
    name: 'an ETag tells of a citizen who is hidden',
    file: 'src/interactions/search-cache.ts',
    text: "caching && caller.kind !== 'person' && caller.kind !== 'system'",
    instead: "caching && caller.kind !== 'person' && caller.kind !== 'staff'",
    persona: 'otherstaff',
  },
  {
    name: 'staff are told who has looked',
    file: 'src/access/scope.ts',
    text: "access.staff === 'none' ? never : either(",
    instead: 'either(',
    persona: 'staff',
  },
];
