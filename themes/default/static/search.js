// Searches the site on the page made for it. The index lies beside the page in scripts, each of which hands its part over
// by a call of `ibidSearch`, so that it is found from a folder on disk, too; only the parts that a query needs are loaded.
// What the parts hold is told in src/render/search/ of ibid. Words come from the page, in its language.
(() => {
  'use strict';
  const root = document.getElementById('ib-search');
  if (!root) return;
  const $ = (selector, within = root) => within.querySelector(selector);
  const make = (tag, attributes = {}, ...parts) => {
    const element = document.createElement(tag);
    for (const name in attributes) if (attributes[name] !== false) element.setAttribute(name, attributes[name] === true ? '' : attributes[name]);
    element.append(...parts);
    return element;
  };
  const said = JSON.parse($('#ib-search-words').textContent);
  const language = document.documentElement.lang;
  const plural = new Intl.PluralRules(language);
  const say = (key, n) => {
    const words = said[key];
    return (typeof words === 'string' ? words : words[plural.select(n)] ?? words.other).replace('{n}', n?.toLocaleString(language));
  };
  const field = $('#ib-q'), count = $('#ib-count'), list = $('.hits'), more = $('.hits-more'), facets = $('.facets');
  const PAGE = 10; // results at a time
  const PLACES = 3; // passages of each

  // Parts of the index.
  const parts = new Map(), waiting = new Map();
  let facts;
  self.ibidSearch = (name, value) => waiting.get(name)?.(value);
  const load = (name) => {
    if (!parts.has(name)) {
      parts.set(name, new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = make('script', { src: `${name}.js?v=${root.dataset.version}` });
        script.onerror = () => { parts.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return parts.get(name);
  };
  const numbers = (text) => {
    const found = [];
    let ahead = 0;
    for (let at = 0; at < text.length; at += 1) {
      let digit = text.charCodeAt(at) - 35;
      if (digit > 57) digit -= 1;
      if (digit < 61) { found.push(ahead * 61 + digit); ahead = 0; } else ahead = ahead * 30 + digit - 60;
    }
    return found;
  };
  const begin = ({ units, texts, words, kind, publisher, year, little }) => {
    const facet = ([names, text]) => ({ names, of: numbers(text) });
    facts = { firsts: words.split(' '), little: new Set(little.split(' ')), facets: { kind: facet(kind), publisher: facet(publisher), year: facet(year) } };
    facts.starts = [0]; // the first unit of each page: its title
    facts.pageOf = [];
    numbers(units).forEach((length, page) => {
      facts.starts.push(facts.starts[page] + length);
      for (let unit = 0; unit < length; unit += 1) facts.pageOf.push(page);
    });
    facts.textOf = []; // the script that has a page's texts, and the place in it
    numbers(texts).forEach((length, script) => { for (let at = 0; at < length; at += 1) facts.textOf.push([script, at]); });
    read();
  };
  const last = (sorted, word) => {
    let from = 0, to = sorted.length;
    while (to - from > 1) { const middle = (from + to) >> 1; if (sorted[middle] <= word) from = middle; else to = middle; }
    return from;
  };
  const shards = new Map();
  const shard = async (number) => {
    const [coded, postings, kin] = await load(`w${number}`);
    if (!shards.has(number)) {
      let before = '';
      const words = coded.split(' ').map((word) => (before = before.slice(0, numbers(word[0])[0]) + word.slice(1)));
      const families = kin.split('|').map((family) => { const [stem, ...ends] = family.split(' '); return ends.map((end) => stem + end); });
      shards.set(number, { words, places: new Map(words.map((word, at) => [word, at])), postings: postings.split(' '), families, read: new Map() });
    }
    return shards.get(number);
  };

  // Words, as the index has them: no case, no accents; scripts without spaces in pairs of characters.
  const ACCENTS = /(?<![\u0400-\u052f][\u0300-\u036f]*)[\u0300-\u0337\u0339-\u036f]|(?<=[\u0430-\u0432\u0434-\u0439\u043b-\u052f])[\u0300\u0301]|(?<=е)\u0308|(?<=[कखगजफ])\u093c|[\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]/gu;
  const fold = (word) => word.normalize('NFKD').toLowerCase().replace(ACCENTS, '').replace(/[^\p{L}\p{M}\p{N}]|\u0640/gu, '').replace(/ß/g, 'ss').replace(/ς/g, 'σ').replace(/ı/g, 'i');
  const latin = (digit) => {
    if (digit < '\x7f') return digit;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0) - value - 1))) value += 1;
    return value;
  };
  const number = (text) => {
    text = text.normalize('NFKD').replace(/\p{Nd}/gu, latin);
    const marks = text.match(/\D/g) ?? [], [lead, ...groups] = text.split(/\D/), end = groups.pop();
    if (marks.length && /^[1-9]\d{0,2}$/.test(lead) && groups.every((group) => group.length === 3) && marks.slice(0, -1).every((mark) => mark === marks[0]) && !marks.includes(':')) {
      const same = marks.at(-1) === marks[0];
      if (end.length === 3 && same) return [lead, ...groups, end].join('');
      if (!same) return `${[lead, ...groups].join('')}.${end}`;
    }
    return text.replaceAll(',', '.').replaceAll(/\s/g, '');
  };
  const ALONE = '[\\u0e00-\\u0e2f\\u0e40-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u1950-\\u19df\\u1a20-\\u1aaf\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3041-\\u30fa\\u30fc-\\u312f\\u31a0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua4cf\\ua9e0-\\ua9ff\\uaa60-\\uaa7f\\uac00-\\ud7a3\\uf900-\\ufaff\\uff66-\\uff9d\\u{20000}-\\u{3ffff}]';
  const LEANING = '[\\u0e30\\u0e32\\u0e33\\u0e45\\u0e46\\u0eb0\\u0eb2\\u0eb3\\u0ec6々〻ゝゞーヽヾｰぁぃぅぇぉっゃゅょゎ]';
  const TOKEN = new RegExp(`(?<alone>(?:[\\u0e40-\\u0e44\\u0ec0-\\u0ec4]\\p{M}*)*${ALONE}\\p{M}*(?:${LEANING}\\p{M}*)*)|(?<number>\\p{Nd}+(?:[.,:'’\\u00a0\\u2009\\u202f]\\p{Nd}+)*)|(?<word>\\p{L}(?:\\.\\p{L}(?!\\p{L}))+|\\p{N}|(?:(?!${ALONE})[\\p{L}\\p{M}\\p{N}\\p{Cf}])+(?:['’‘ʼʻ\`´′](?!${ALONE})\\p{L}(?:(?!${ALONE})[\\p{L}\\p{M}\\p{N}\\p{Cf}])*)*)`, 'gu');
  const ELISION = /(?<=^[a-z\u00c0-\u024f]{1,5})['’‘`´′](?=[a-z\u00c0-\u024f]{3})/i;
  // The words of a text in their order, each with its place.
  const tokens = (text) => {
    const found = [];
    for (const match of text.matchAll(TOKEN)) {
      let at = match.index;
      const { alone, number: digits, word } = match.groups;
      const end = at + match[0].length;
      if (alone) {
        const before = found.at(-1);
        if (before?.open === at) { before.word += fold(alone); before.end = end; before.pair = true; }
        found.push({ word: fold(alone), at, end, open: end });
      } else if (digits) found.push({ word: number(digits), at, end });
      else {
        for (const part of word.split(ELISION)) {
          const folded = fold(part);
          if (folded) found.push({ word: folded, at, end: at + part.length });
          at += part.length + 1;
        }
      }
    }
    return found;
  };

  // What is sought: words, each in any of its forms, and runs of words as they are.
  const parse = (query) => {
    const sought = [];
    for (const [, quoted, plain] of query.matchAll(/["“”„«»「」]([^"“”„«»「」]*)["“”„«»「」]?|([^"“”„«»「」]+)/g)) {
      const all = tokens(quoted ?? plain);
      if (quoted !== undefined) { if (all.length) sought.push({ run: all.map(({ word }) => word) }); continue; }
      for (let at = 0; at < all.length; at += 1) {
        const run = [];
        while (all[at]?.pair) { run.push(all[at].word); at += 1; }
        // The end of a run of characters stands in its last pair already.
        if (run.length) sought.push({ run });
        else sought.push({ word: all[at].word, starts: all[at].open !== undefined });
      }
    }
    const telling = sought.filter(({ word }) => !facts.little.has(word));
    return telling.length ? telling : sought;
  };
  const postings = (part, word) => {
    const at = part.places.get(word);
    if (at === undefined) return undefined;
    if (!part.read.has(word)) {
      const coded = numbers(part.postings[at]), units = new Map();
      let unit = 0;
      for (let next = 0; next < coded.length;) {
        const distance = coded[next++];
        unit += distance >> 1;
        let left = distance & 1 ? coded[next++] + 2 : 1;
        const places = [];
        let place = 0;
        for (; left > 0; left -= 1) places.push((place += coded[next++]));
        units.set(unit, places);
      }
      part.read.set(word, units);
    }
    return part.read.get(word);
  };
  const exactly = async (word) => postings(await shard(last(facts.firsts, word)), word) ?? new Map();
  const distance = (one, other) => {
    let before, row = [...Array(other.length + 1).keys()], older = [];
    for (let i = 1; i <= one.length; i += 1) {
      [older, before, row] = [before ?? [], row, [i]];
      for (let j = 1; j <= other.length; j += 1) {
        row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one[i - 1] !== other[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
    }
    return row.at(-1);
  };
  // The forms of a word with their weights: itself and its kin; else the words that it begins; else those that differ at the end.
  const forms = async ({ word, starts }) => {
    const first = last(facts.firsts, word), home = await shard(first), found = new Map();
    if (home.places.has(word)) {
      found.set(word, 1);
      for (const family of home.families) if (family.includes(word)) for (const kin of family) if (kin !== word) found.set(kin, 0.75);
      if (!starts) return { found };
    }
    const to = Math.min(last(facts.firsts, `${word}\uffff`), first + 7);
    for (let at = first; at <= to; at += 1) for (const other of (await shard(at)).words) if (other.startsWith(word) && !found.has(other)) found.set(other, 0.5);
    if (found.size) return { found };
    const stem = word.slice(0, Math.max(4, word.length - 3));
    for (const other of home.words) if (other.startsWith(stem) && other.length < stem.length + 4) found.set(other, 0.4);
    if (found.size) return { found };
    const near = home.words.map((other, at) => [distance(word, other) - home.postings[at].length / 1e9, other]).sort(([one], [other]) => one - other)[0];
    return { found, near: near && near[0] <= (word.length < 5 ? 1 : 2) ? near[1] : undefined };
  };
  // The units in which a part of the query stands: how often it counts there, and where.
  const seek = async (part) => {
    if (!part.run) {
      const { found, near } = await forms(part);
      part.marks = new Set(found.keys());
      part.near = near;
      part.units = new Map();
      for (const [form, weight] of found) {
        for (const [unit, places] of await exactly(form)) {
          const known = part.units.get(unit) ?? { weight: 0, places: [] };
          known.weight += weight * places.length;
          known.places.push(...places);
          part.units.set(unit, known);
        }
      }
      return part;
    }
    // Words that say little are in no index: any may stand in their place, and the text decides.
    let steps = part.run.map((word, at) => ({ word, at })).filter(({ word }) => !facts.little.has(word));
    if (!steps.length) steps = part.run.map((word, at) => ({ word, at }));
    const lists = await Promise.all(steps.map(({ word }) => exactly(word)));
    part.units = new Map();
    for (const [unit, places] of lists[0]) {
      const begin = places.map((place) => place - steps[0].at).filter((from) => from >= 0 && steps.every(({ at }, step) => lists[step].get(unit)?.includes(from + at)));
      if (begin.length) part.units.set(unit, { weight: 2 * begin.length, places: begin });
    }
    return part;
  };

  // BM25 without lengths, a bonus for words in the title and for words that stand close together.
  const rank = (sought) => {
    const { starts, pageOf } = facts, total = pageOf.length;
    for (const part of sought) {
      part.idf = Math.log(1 + (total - part.units.size + 0.5) / (part.units.size + 0.5));
      part.titles = new Set();
      for (const unit of part.units.keys()) if (starts[pageOf[unit]] === unit) part.titles.add(pageOf[unit]);
    }
    const gather = (holds) => {
      const pages = new Map();
      const add = (unit) => {
        const page = pageOf[unit], isTitle = starts[page] === unit;
        if (!sought.every((part) => holds(part, unit, page))) return;
        let score = 0;
        const places = [];
        sought.forEach((part, number) => {
          const here = part.units.get(unit);
          if (here) score += (part.idf * here.weight * 2.2 * (isTitle ? 2 : 1)) / (here.weight + 1.2);
          if (part.titles.has(page)) score += part.idf * 1.5;
          here?.places.forEach((place) => places.push([place, number]));
        });
        places.sort(([one], [other]) => one - other).forEach(([place, number], at) => {
          const [before, other] = places[at - 1] ?? [0, number];
          if (other !== number) score += Math.min(sought[number].idf, sought[other].idf) / (place - before || 1) ** 2;
        });
        const result = pages.get(page) ?? { page, score: 0, units: [] };
        result.score = Math.max(result.score, score);
        if (!isTitle) result.units.push([score, unit]);
        pages.set(page, result);
      };
      for (const unit of new Set(sought.flatMap((part) => [...part.units.keys()]))) add(unit);
      return [...pages.values()];
    };
    let results = gather((part, unit, page) => part.units.has(unit) || part.titles.has(page));
    let isLoose = false;
    if (!results.length && sought.length > 1) {
      // No passage has all of them: pages that do.
      const holders = sought.map((part) => new Set([...part.units.keys()].map((unit) => pageOf[unit])));
      results = gather((part, unit, page) => holders.every((pages) => pages.has(page)));
      isLoose = results.length > 0;
    }
    for (const result of results) {
      result.units.sort(([one, a], [other, b]) => other - one || a - b);
      result.score += 0.2 * Math.log(1 + result.units.length);
    }
    return { results: results.sort((one, other) => other.score - one.score || one.page - other.page), isLoose };
  };

  // What is shown.
  const marked = (text, sought) => {
    const all = tokens(text), spans = [];
    for (const part of sought) {
      all.forEach(({ word, at, end }, first) => {
        if (part.marks?.has(word)) spans.push([at, end]);
        else if (part.run?.every((step, next) => all[first + next] && (all[first + next].word === step || (next === part.run.length - 1 && step.length === 1 && all[first + next].word.startsWith(step))))) spans.push([at, all[first + part.run.length - 1].end]);
      });
    }
    const joined = [];
    for (const [at, end] of spans.sort(([one], [other]) => one - other)) {
      if (joined.length && at <= joined.at(-1)[1]) joined.at(-1)[1] = Math.max(end, joined.at(-1)[1]);
      else joined.push([at, end]);
    }
    return joined;
  };
  const clean = (text) => text.replaceAll('\t', '').replaceAll('\n', ' · ');
  const WIDTH = 260;
  const excerpt = (text, spans) => {
    let from = 0, to = text.length;
    if (to > WIDTH) {
      let best = 0, most = -1;
      spans.forEach(([at], first) => {
        const held = spans.filter(([other, end]) => other >= at && end <= at + WIDTH * 0.75).length;
        if (held > most) [best, most] = [first, held];
      });
      const start = spans[best]?.[0] ?? 0;
      from = start < WIDTH / 3 ? 0 : text.indexOf(' ', start - WIDTH / 4) + 1;
      if (from > start) from = start;
      to = Math.min(text.length, from + WIDTH);
      const space = text.lastIndexOf(' ', to);
      if (to < text.length && space > start) to = space;
    }
    const shown = from > 0 ? ['… '] : [];
    let at = from;
    for (const [start, end] of spans.filter(([start, end]) => start >= from && end <= to)) {
      shown.push(clean(text.slice(at, start)), make('mark', {}, clean(text.slice(start, end))));
      at = end;
    }
    shown.push(clean(text.slice(at, to)));
    if (to < text.length) shown.push(' …');
    return shown;
  };
  // The words around the first that was found, for the browser to scroll to. A note's number would stand between them.
  const fragment = (text, [at] = [0]) => {
    const from = text.slice(0, at).search(/[^\t\n。、，！？]*$/);
    const words = text.slice(from).split(/[\t\n。、，！？]/)[0];
    const before = words.slice(0, at - from).split(' ').slice(-4).join(' ');
    const around = (before + words.slice(at - from)).trim().split(' ').slice(0, 10).join(' ');
    return around.length > 5 ? `:~:text=${encodeURIComponent(around).replaceAll('-', '%2D')}` : '';
  };
  const page = async ({ page: index, units }, sought) => {
    const [script, at] = facts.textOf[index];
    const [title, href, date, note, ...texts] = (await load(`t${script}`))[at];
    const kind = facts.facets.kind.names[facts.facets.kind.of[index] - 1];
    const address = `../${href}`;
    const head = (text) => excerpt(text, marked(text, sought));
    const [first, ...others] = note.split('\n');
    const names = [first, ...others.filter((name) => marked(name, sought).length)].filter(Boolean);
    const places = units.map(([, unit]) => {
      const place = 2 * (unit - facts.starts[index] - 1);
      return { anchor: texts[place], text: texts[place + 1] };
    }).map((place) => ({ ...place, spans: marked(place.text, sought) })).filter(({ spans }) => spans.length);
    if (!places.length && !marked(`${title}\n${note}`, sought).length) return undefined;
    // A title says it all: what the page says of itself goes with it.
    if (!places.length && texts.length) places.push({ anchor: texts[0], text: texts[1], spans: [] });
    const item = make('ul', { class: 'places' });
    const show = (from, to) => item.append(...places.slice(from, to).map(({ anchor, text, spans }) => {
      const directive = kind === 'source' || !spans.length ? '' : fragment(text, spans[0]);
      const hash = anchor || directive ? `#${anchor}${directive}` : '';
      const label = /^p\d+$/.test(anchor) ? [make('span', { class: 'place' }, `¶ ${anchor.slice(1)}`), ' '] : [];
      return make('li', {}, make('a', { href: address + hash }, ...label, ...excerpt(text, spans)));
    }));
    show(0, PLACES);
    const result = make('li', { class: 'hit' },
      make('p', { class: 'kicker' }, [said.kinds[kind] ?? kind, date].filter(Boolean).join(' · '), ...names.flatMap((name) => [' · ', ...head(name)])),
      make('h3', {}, make('a', { href: address }, ...head(title))));
    if (places.length) result.append(item);
    if (places.length > PLACES) {
      const button = make('button', { type: 'button', class: 'quiet' }, say('more_here', places.length - PLACES));
      button.addEventListener('click', () => { show(PLACES); item.children[PLACES].firstChild.focus(); button.remove(); });
      result.append(button);
    }
    return result;
  };

  // Facets: a choice within one widens, a choice in another narrows.
  const chosen = { kind: new Set(), publisher: new Set(), year: new Set() };
  const named = (facet, index) => { const { names, of } = facts.facets[facet]; return of[index] ? String(names[of[index] - 1]) : undefined; };
  const passes = (index, except) => Object.keys(chosen).every((facet) => facet === except || !chosen[facet].size || chosen[facet].has(named(facet, index)));
  const showFacets = (results) => {
    const body = $('.facets-body'), focused = document.activeElement?.id;
    const open = new Set([...body.querySelectorAll('details[open]')].map((details) => details.dataset.facet));
    body.replaceChildren();
    for (const facet of Object.keys(chosen)) {
      const counts = new Map([...chosen[facet]].map((name) => [name, 0]));
      for (const { page: index } of results) {
        const name = named(facet, index);
        if (name !== undefined && passes(index, facet)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      if (counts.size < 2 && !chosen[facet].size) continue;
      const order = { kind: ([a], [b]) => facts.facets.kind.names.indexOf(a) - facts.facets.kind.names.indexOf(b), publisher: ([a, n], [b, m]) => m - n || a.localeCompare(b, language), year: ([a], [b]) => b - a }[facet];
      const boxes = [...counts].sort(order).map(([name, n]) => {
        const box = make('input', { type: 'checkbox', id: `ib-${facet}-${name.replaceAll(/\s/g, '_')}`, checked: chosen[facet].has(name) });
        box.addEventListener('change', () => {
          chosen[facet][box.checked ? 'add' : 'delete'](name);
          write(true);
          show();
        });
        return make('label', {}, box, make('span', {}, (facet === 'kind' && said.kinds[name]) || name), make('span', { class: 'n' }, n.toLocaleString(language)));
      });
      const set = make('fieldset', {}, make('legend', {}, said[facet]), ...boxes.slice(0, 7));
      if (boxes.length > 7) {
        const rest = make('details', { 'data-facet': facet, open: open.has(facet) }, make('summary', {}, say('all', boxes.length)), ...boxes.slice(7));
        set.append(rest);
      }
      body.append(set);
    }
    facets.hidden = !body.childElementCount;
    if (focused) document.getElementById(focused)?.focus();
  };

  let current, turn = 0, shown = 0;
  const append = async () => {
    const mine = turn, { results, sought } = current;
    const admitted = results.filter(({ page: index }) => passes(index));
    const next = admitted.slice(shown, shown + PAGE);
    const items = (await Promise.all(next.map((result) => page(result, sought)))).filter(Boolean);
    if (mine !== turn) return undefined;
    shown += next.length;
    list.append(...items);
    more.hidden = shown >= admitted.length;
    return items[0];
  };
  const show = async () => {
    const { results, sought, isLoose } = current;
    turn += 1;
    const mine = turn;
    shown = 0;
    showFacets(results);
    const admitted = results.filter(({ page: index }) => passes(index));
    const before = [...list.children];
    await append();
    if (mine !== turn) return;
    before.forEach((item) => item.remove());
    const passages = admitted.reduce((sum, { units }) => sum + units.length, 0);
    const near = sought.find((part) => part.near);
    count.replaceChildren(admitted.length ? [passages && say('passages', passages), say('pages', admitted.length)].filter(Boolean).join(' · ') : say('none'));
    if (isLoose) count.append(' ', say('loose'));
    if (!results.length && near) {
      const button = make('button', { type: 'button', class: 'quiet' }, near.near);
      button.addEventListener('click', () => { field.value = field.value.replace(new RegExp(RegExp.escape?.(near.word) ?? near.word, 'iu'), near.near); field.focus(); search(true); });
      count.append(' ', say('near'), ' ', button, '?');
    }
  };
  const search = async (isSettled) => {
    const query = field.value.trim();
    write(isSettled);
    const sought = facts && query ? parse(query) : [];
    root.classList.toggle('asked', query !== '');
    turn += 1;
    if (!sought.length) { facets.hidden = true; list.replaceChildren(); more.hidden = true; count.textContent = query && facts ? say('none') : ''; return; }
    const mine = turn;
    try {
      await Promise.all(sought.map(seek));
      if (mine !== turn) return;
      current = { sought, ...rank(sought) };
      await show();
    } catch (error) {
      if (mine === turn) count.textContent = say('failed');
    }
  };

  // The address keeps what was asked.
  const write = (isNew) => {
    const asked = new URLSearchParams();
    if (field.value.trim()) asked.set('q', field.value.trim());
    for (const facet in chosen) for (const name of chosen[facet]) asked.append(facet, name);
    const text = asked.size ? `?${asked}` : location.pathname;
    if (text === (location.search || location.pathname)) return;
    try { history[isNew ? 'pushState' : 'replaceState'](null, '', text); } catch { /* some browsers keep the addresses of files as they are */ }
    document.title = `${field.value.trim() ? `${field.value.trim()} · ` : ''}${title}`;
  };
  const title = document.title;
  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const facet in chosen) chosen[facet] = new Set(asked.getAll(facet));
    if (document.activeElement !== field || !field.value) field.value = asked.get('q') ?? '';
    if (facts) search();
  };

  let timer;
  field.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(search, 90); });
  field.form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); search(true); });
  more.addEventListener('click', async () => (await append())?.querySelector('a').focus());
  addEventListener('popstate', () => { field.blur(); read(); });
  root.addEventListener('keydown', (event) => {
    const links = [field, ...list.querySelectorAll('a')], at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at >= 0 && step && links[at + step]) { event.preventDefault(); links[at + step].focus(); }
    if (event.key === 'Escape') {
      if (at > 0) field.focus(); else if (at === 0) { event.preventDefault(); field.value = ''; for (const facet in chosen) chosen[facet].clear(); search(true); }
    }
  });
  for (const part of root.querySelectorAll('[data-script]')) part.hidden = false;
  const wide = matchMedia('(min-width: 75rem)');
  const unfold = () => { facets.parentNode.open = wide.matches; };
  wide.addEventListener('change', unfold);
  unfold();
  read();
  load('index').then(begin, () => { count.textContent = say('failed'); });
  if (!field.value) field.focus({ preventScroll: true });
})();
