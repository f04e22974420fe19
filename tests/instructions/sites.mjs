// Sites that would take for ever if anything in a build were quadratic: one thing of each kind in great number. Each is a
// function of that number → files by path.

const words = 'the harbour council closed the ferry bridge before winter and paid the keeper of every lantern'.split(' ');

/** A sentence that no other number gives. */
const sentence = (n) => `Number ${n} ${words[n % 15]} ${words[(n >> 2) % 15]} ${words[(n >> 4) % 15]} was counted on the quay.`;
const range = (n) => [...Array(n).keys()];
const lines = (n, line, between = '\n\n') => range(n).map(line).join(between);

const page = (title, body, more = '') => `---\ntitle: ${title}\n${more}---\n\n${body}\n`;
const source = (body) => page('Minutes', body, 'key: s\nrights: full\nchecks:\n  unsealed-source: allow\n');
const passages = (n) => source(lines(n, (i) => `${sentence(i)} {#p${i + 1}}`));
const briefing = (body) => ({ 'content/briefings/a.md': page('A', body) });

export const sites = {
  'paragraphs on a page': (n) => briefing(lines(n, sentence)),
  'sentences in a paragraph': (n) => briefing(lines(n, sentence, '\n')),
  'items in a list': (n) => briefing(lines(n, (i) => `- ${sentence(i)}`, '\n')),
  'rows in a table': (n) => briefing(`| a | b |\n| --- | --- |\n${lines(n, (i) => `| ${sentence(i)} | ${i} |`, '\n')}`),
  'headings on a page': (n) => briefing(lines(n, (i) => `## ${sentence(i)}`)),
  'open brackets': (n) => briefing('['.repeat(40 * n)),
  'open emphasis': (n) => briefing('*a '.repeat(20 * n)),
  'open quotation marks': (n) => briefing('“a '.repeat(20 * n)),
  'passages of a source': (n) => ({ 'content/sources/s.md': passages(n) }),
  'citations of a source': (n) => ({ 'content/sources/s.md': passages(50), ...briefing(lines(n, (i) => `${sentence(i)} [@s#p${1 + (i % 50)}]`)) }),
  'quotations of a source': (n) => ({
    'content/sources/s.md': passages(n),
    ...briefing(lines(n, (i) => `“${sentence(i).slice(0, -1)}” [@s#p${i + 1}].`)),
  }),
  'links to a page': (n) => ({ 'content/b.md': page('B', 'Here.'), ...briefing(lines(n, (i) => `${sentence(i)} [There](../b.md).`)) }),
  'names of a person': (n) => ({
    'content/people/olsen.md': page('Mara Olsen', 'A clerk.'),
    'content/sources/s.md': source(lines(n, (i) => `${sentence(i)} Mara Olsen agreed. {#p${i + 1}}`)),
    ...briefing(lines(n, (i) => `${sentence(i)} Mara Olsen agreed.`)),
  }),
  'people with names': (n) => ({
    ...Object.fromEntries(range(n / 4).map((i) => [`content/people/p${i}.md`, page(`Mara Number${i}`, 'A clerk.')])),
    ...briefing(lines(n / 4, (i) => `${sentence(i)} Mara Number${i} agreed.`)),
  }),
  'pages with a topic': (n) => Object.fromEntries(range(n / 4).map((i) => [`content/briefings/b${i}.md`, page(`B${i}`, sentence(i), 'topics: [all]\n')])),
  'topics': (n) => Object.fromEntries(range(n / 4).map((i) => [`content/briefings/b${i}.md`, page(`B${i}`, sentence(i), `topics: [t${i}]\n`)])),
  'events of a day': (n) => briefing(lines(n, (i) => `- {2024-03-03} ${sentence(i)}`, '\n')),
};
