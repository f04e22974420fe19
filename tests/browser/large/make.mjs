// A site of several hundred pages → a folder: long names and short ones, dense notes and none, right to left and without
// spaces, no dates, no images, every kind of rights. The same bytes each time. Usage: node make.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { languages, nouns, places, surnames, verbs } from './words.mjs';
import { png } from './png.mjs';

const root = process.argv[2];
if (!root) throw new Error('usage: node make.mjs FOLDER');

/** Mulberry32: the same numbers on every machine. */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const random = generator(7);
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];
const range = (n) => [...Array(n).keys()];
const two = (n) => String(n).padStart(2, '0');

function write(file, text) {
  const place = path.join(root, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, text);
}

/** Front matter and body as one page; fields that are undefined are left out. */
function page(file, fields, body) {
  const value = (field) => (typeof field === 'string' && !/^\d{4}(-\d\d)*[?~]?$/.test(field) ? JSON.stringify(field) : Array.isArray(field) ? JSON.stringify(field) : String(field));
  const lines = Object.entries(fields).filter(([, field]) => field !== undefined).map(([name, field]) => `${name}: ${value(field)}`);
  write(file, `---\n${lines.join('\n')}\n---\n\n${body}\n`);
}

const day = () => `20${two(18 + below(9))}-${two(1 + below(12))}-${two(1 + below(28))}`;
/** Dates of every precision, and none. */
const someDate = () => pick([day, day, day, () => day().slice(0, 7), () => day().slice(0, 4), () => `${day().slice(0, 7)}?`, () => undefined])();

/** A sentence of English without quotation marks. */
function sentence() {
  const [subject, object] = [pick(nouns), pick(nouns)];
  const tail = pick(['', ` before the ${pick(nouns)} was closed`, ` in ${pick(places)}`, `, and the ${pick(nouns)} was put off until the spring of ${2019 + below(8)}`, ` for ${below(900) + 100},${two(below(99))}0 euros`, `, which nobody on the ${pick(nouns)} had foreseen`]);
  return `The ${subject} ${pick(verbs)} the ${object}${tail}.`;
}
const phrase = (language) => (language === 'en' ? sentence() : pick(languages[language].sentences));
const paragraph = (language, n) => range(n).map(() => phrase(language)).join(languages[language]?.space ?? ' ');

const people = range(60).map((n) => {
  const given = pick(['Ada', 'Bo', 'Çiğdem', 'Đorđe', 'Élodie', 'Ngozi', 'Olof', 'Maria del Carmen Guadalupe', 'Þóra', 'Wilhelmina']);
  return `${given} ${surnames[n % surnames.length]}${n >= surnames.length ? `-${surnames[(n * 7 + 3) % surnames.length]}` : ''}`;
});
const organisations = [
  'Bureau', 'Harbour Trust', 'Ministry of Roads', 'Federal Joint Committee for the Supervision of Inland Navigation, Fisheries and Coastal Protection',
  ...range(26).map((n) => `${pick(places)} ${pick(['Chamber', 'Council', 'Institute', 'Press Agency', 'Union'])} ${n + 1}`),
];

/** Passages by source key: what can be quoted. */
const sources = [];

function source(n) {
  const language = ['en', 'en', 'en', 'en', 'ar', 'he', 'zh', 'ja', 'fr', 'th'][n % 10];
  const key = `${language}-source-${n}`;
  const long = n === 10;
  const passages = range(long ? 800 : 6 + below(18)).map(() => paragraph(language, 1 + below(3)));
  const blocks = passages.map((text, i) => {
    const id = `{#p${i + 1}}`;
    if (!long && n % 4 === 1 && i % 6 === 1) return `- ${text} ${id}`;
    if (!long && n % 4 === 2 && i % 7 === 2) return `> ${text} ${id}`;
    if (n % 5 === 3 && language === 'en') return `**${people[i % 2].split(' ').pop()}:** ${text} ${id}`;
    return i % 9 === 4 ? `## ${language === 'en' ? `Part ${i}: ${pick(nouns)}` : phrase(language).slice(0, 24)}\n\n${text} ${id}` : `${text} ${id}`;
  });
  if (n % 6 === 0 && language === 'en') {
    const first = passages.length + 1;
    const rows = range(12).map((i) => `| ${2012 + i} | ${pick(places)} | ${below(9000) + 1000} | ${(random() * 9).toFixed(1)} % {#p${first + i}} |`);
    blocks.push(`| Year | Harbour | Ships | Share of all the freight that was landed in that year |\n| --- | --- | --: | --: |\n${rows.join('\n')}`);
  }
  page(`content/sources/${key}.md`, {
    title: n === 0 ? `A report on ${range(30).map(() => pick(nouns)).join(', ')} and the lessons that ought to be drawn from it` : n === 4 ? `Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesänderungsverordnung` : language === 'en' ? `On the ${pick(nouns)} and the ${pick(nouns)}` : phrase(language),
    key,
    type: pick(['article-newspaper', 'report', 'interview', 'webpage', 'legislation', 'book']),
    publisher: n % 7 === 5 ? undefined : pick(organisations),
    authors: n % 3 === 0 ? [pick(people), pick(people)] : undefined,
    date: someDate(),
    url: n % 2 ? `https://source.example/${'a-very-long-path/'.repeat(n % 5)}${n}` : undefined,
    language,
    rights: ['full', 'excerpt', 'full', 'none', 'full'][n % 5],
    reliability: pick([undefined, 'A', 'B', 'C', 'D', 'E', 'F']),
    descriptor: n % 3 === 1 ? 'A document of the harbour board, published without its annexes.' : undefined,
    retrieved: n % 2 ? day() : undefined,
    speakers: n % 5 === 3 && language === 'en' ? people.slice(0, 2) : undefined,
  }, blocks.join('\n\n'));
  sources.push({ key, language, passages });
}

/** A statement with its citation: quoted, told or judged. */
function statement(language) {
  const { key, passages, language: of } = pick(sources);
  const n = below(passages.length);
  const cite = `[@${key}#p${n + 1}]`;
  const [open, close] = languages[language]?.marks ?? ['“', '”'];
  const words = passages[n];
  const said = { ar: 'وقال التقرير:', he: 'הדוח אומר:', zh: '报告称', ja: '報告書は', fr: 'Le rapport dit :', en: pick(['The report says', 'In the words of the board,', `${pick(people)} reported:`]) }[language];
  const rest = { ar: '.', he: '.', zh: '。', ja: 'と述べた。', fr: '.', en: '.' }[language];
  if (random() < 0.35) return `${said} ${open}${words.replace(/[.。]$/, '')}${close} ${cite}${rest}`;
  if (language === 'en' && random() < 0.1) return `${sentence().slice(0, -1)} [@judgement ${pick(['low', 'moderate', 'high'])}].`;
  if (language === 'en' && random() < 0.06) return sentence();
  if (language === 'en' && random() < 0.03) return `${sentence().slice(0, -1)} [citation needed].`;
  const told = phrase(language);
  return of && `${told.replace(/[.。]$/, '')} ${cite}${language === 'zh' || language === 'ja' ? '。' : '.'}`;
}

function briefing(n) {
  const language = n % 12 === 5 ? 'ar' : n % 12 === 7 ? 'zh' : n % 12 === 9 ? 'fr' : n % 24 === 11 ? 'he' : n % 24 === 23 ? 'ja' : 'en';
  const dense = n === 3;
  const empty = n === 6;
  const parts = [];
  for (const part of range(dense ? 30 : 2 + below(5))) {
    if (part > 0 || !dense) parts.push(`## ${language === 'en' ? `The ${pick(nouns)}, and what became of it` : phrase(language).replace(/[.。]$/, '')}`);
    for (const _ of range(dense ? 2 : 1 + below(3))) parts.push(range(dense ? 6 : 2 + below(4)).map(() => statement(language)).join(language === 'zh' || language === 'ja' ? '' : ' '));
    if (language === 'en' && part === 1 && n % 3 === 0) {
      parts.push(`- ${day()} — The ${pick(nouns)} is signed [@${pick(sources).key}].\n- ${day().slice(0, 7)} — ${pick(people)} visits ${pick(places)} [@${pick(sources).key}].\n- ${day().slice(0, 4)} — The ${pick(nouns)} opens [@${pick(sources).key}].`);
    }
    if (language === 'en' && part === 1 && n % 5 === 0) {
      const wide = range(9).map((c) => `The ${pick(nouns)} of ${2012 + c}`);
      parts.push(`| ${wide.join(' | ')} |\n|${' --: |'.repeat(9)}\n${range(5).map(() => `| ${wide.map(() => `${below(90000)}`).join(' | ')} |`).join('\n')}`);
    }
    if (language === 'en' && part === 1 && n % 7 === 0) parts.push('```python\ndef tonnes(ships, share=0.125):  # one line that is longer than any column of text has room for, so that it scrolls\n    return sum(ship.cargo for ship in ships) * share\n```');
    if (language === 'en' && part === 1 && n % 7 === 1) parts.push('- [x] asked the board\n- [ ] asked the ministry\n  1. by letter\n  2. by telephone\n\nBreakwater\n: A wall in the sea.\n\nIt was closed.[^1]\n\n[^1]: For a week [@en-source-0#p1].');
    if (n % 9 === 4 && part === 1) parts.push('![Ships that entered the harbour in each month of the year](ships.png)');
    if (n % 11 === 2 && part === 1) {
      const { key, passages } = pick(sources);
      parts.push(`> ${passages[0]}\n\n[@${key}#p1]`);
    }
  }
  page(`content/briefings/briefing-${n}.md`, {
    title: n === 1 ? `The ${range(24).map(() => pick(nouns)).join(' ')}: an assessment` : n === 2 ? 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft' : language === 'en' ? `${pick(places)}: the ${pick(nouns)} and the ${pick(nouns)}` : phrase(language).replace(/[.。]$/, ''),
    summary: n % 8 === 7 ? undefined : language === 'en' ? sentence() : phrase(language),
    date: n % 10 === 8 ? undefined : day(),
    updated: n % 5 === 0 ? '2026-11-01' : undefined,
    as_of: n % 2 ? '2026-10' : undefined,
    authors: n % 6 === 4 ? undefined : n % 6 === 1 ? people.slice(0, 14) : [pick(people)],
    topics: [pick(['Harbours', 'Roads', 'Fisheries, forestry and the management of inland waterways', 'الموانئ', '港口', 'Élections']), 'All'],
    language: language === 'en' ? undefined : language,
  }, empty ? '' : parts.join('\n\n'));
  if (n % 10 === 0) {
    const file = path.join(root, `content/briefings/briefing-${n}.md`);
    const text = fs.readFileSync(file, 'utf8').replace('---\n', `---\ncorrections:\n  - date: ${day()}\n    text: An earlier version gave the wrong year.\n  - date: ${day().slice(0, 7)}\n    text: The name of the board was misspelt.\n`);
    fs.writeFileSync(file, text);
  }
}

function entity(folder, name, n) {
  const about = random() < 0.6 ? range(1 + below(3)).map(() => statement('en')).join(' ') : '';
  page(`content/${folder}/${folder}-${n}.md`, {
    title: name,
    names: n % 4 === 0 ? [`${name} the ${['Elder', 'Younger', 'Great', 'Just'][n % 3]} ${n}`] : undefined,
    role: folder === 'people' && n % 3 ? `Chair of the ${pick(nouns)} committee` : undefined,
    summary: n % 2 ? sentence() : undefined,
    same_as: n % 5 === 0 ? [`https://register.example/entity/${folder}/${n}`] : undefined,
  }, about);
}

fs.rmSync(root, { recursive: true, force: true });
write('ibid.toml', `title = "The Harbour Desk"
base_url = "https://ibid.example/"
description = "Briefings on harbours, roads and the people who decide about them"
publisher = "The Harbour Desk"
[checks]
unsealed-source = "allow"
unsourced-statement = "allow"
negation-edited = "allow"
`);
write('content/_index.md', '---\ntitle: The Harbour Desk\n---\n\nWhat the desk knows, and how it knows it.\n');
range(60).forEach(source);
range(150).forEach(briefing);
people.forEach((name, n) => entity('people', name, n));
organisations.forEach((name, n) => entity('organisations', name, n));
[...new Set(places)].forEach((name, n) => entity('places', name, n));
fs.writeFileSync(path.join(root, 'content/briefings/ships.png'), png(1400, 700));
