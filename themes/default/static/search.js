// Searches the site. What the scripts beside the page hold, which call `ibidSearch`, is told in src/render/search/.
(() => {
  'use strict';
  const root = document.getElementById('ib-search');
  if (!root) return;
  const $ = (selector) => root.querySelector(selector);
  const make = (tag, attributes, ...parts) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...parts);
    return element;
  };
  const field = $('#ib-q'), count = $('#ib-count'), list = $('.hits'), more = $('.hits-more'), facets = $('.facets');
  const said = JSON.parse($('#ib-search-words').textContent), language = document.documentElement.lang, title = document.title;
  const plural = new Intl.PluralRules(language);
  const say = (key, n) => (said[key][plural.select(n)] ?? said[key].other).replace('{n}', n.toLocaleString(language));

  // The parts of the index.
  const parts = {}, waiting = {};
  self.ibidSearch = (name, value) => waiting[name](value);
  const load = (name) => (parts[name] ??= new Promise((resolve, reject) => {
    waiting[name] = resolve;
    const onerror = () => { parts[name] = undefined; reject(); };
    document.head.append(make('script', { src: `${name}.js?v=${root.dataset.version}`, onerror }));
  }));
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
  let firsts, little, starts, pageOf, textOf, named;
  const begin = (facts) => {
    firsts = facts.words.split(' ');
    little = new Set(facts.little.split(' '));
    starts = []; // the first unit of each page, its title
    pageOf = []; // the page of each unit
    numbers(facts.units).forEach((length, page) => {
      starts.push(pageOf.length);
      while (length--) pageOf.push(page);
    });
    textOf = []; // script and place of each page's texts
    numbers(facts.texts).forEach((length, script) => { for (let at = 0; at < length; at += 1) textOf.push([script, at]); });
    named = {};
    for (const facet in chosen) {
      const [names, text] = facts[facet], of = numbers(text);
      named[facet] = (page) => names[of[page] - 1]?.toString();
    }
    read();
  };
  const home = (word) => {
    let from = 0, to = firsts.length;
    while (to - from > 1) { const middle = (from + to) >> 1; if (firsts[middle] <= word) from = middle; else to = middle; }
    return from;
  };
  const shards = {};
  const shard = async (number) => {
    const [coded, postings, kin] = await load('w' + number);
    let before = '';
    return (shards[number] ??= {
      words: coded.split(' ').map((word) => (before = before.slice(0, numbers(word[0])[0]) + word.slice(1))),
      postings: postings.split(' '),
      kin: kin.split('|').map((family) => { const [stem, ...ends] = family.split(' '); return ends.map((end) => stem + end); }),
      read: Object.create(null),
    });
  };

  // Words as the index has them.
  const ACCENTS = /(?<![\u0400-\u052f][\u0300-\u036f]*)[\u0300-\u0337\u0339-\u036f]|(?<![кг])[\u0300\u0301]|(?<=е)\u0308|(?<=[कखगजफ])\u093c|[\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]|[^\p{L}\p{M}\p{N}]|\u0640/gu;
  // Vowels come before what ends a syllable.
  const ends = (mark) => {
    const code = mark.charCodeAt(), low = code > 0x8ff && code < 0xe00 ? code & 127 : code;
    return [0x3c, 0x1037].includes(low) ? 1 : [0x4d, 0x1039, 0x103a, 0x17d2].includes(low) ? 2 : 0;
  };
  const fold = (word) => word.normalize('NFKD').toLowerCase().replace(ACCENTS, '').replace(/\p{M}{2,}/gu, (marks) => [...marks].sort((one, other) => ends(one) - ends(other)).join('')).replace(/ß/g, 'ss').replace(/ς/g, 'σ').replace(/ı/g, 'i');
  const latin = (digit) => {
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt() - value - 1))) value += 1;
    return value;
  };
  const number = (text) => {
    text = text.normalize('NFKD').replace(/\p{Nd}/gu, latin);
    const marks = text.match(/\D/g) ?? [], groups = text.split(/\D/), end = groups.pop(), whole = groups.join(''), same = marks.at(-1) === marks[0];
    if (/^[1-9]\d{0,2}(\D\d{3})*\D\d+$/.test(text) && marks.slice(0, -1).every((mark) => mark === marks[0]) && !marks.includes(':')) {
      if (same && end.length === 3) return whole + end;
      if (!same) return `${whole}.${end}`;
    }
    return text.replace(/,/g, '.').replace(/\s/g, '');
  };
  const ALONE = '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Bopo}\\p{sc=Yiii}가-힣]';
  const LETTER = `[[\\p{L}\\p{M}\\p{N}\\p{Cf}]--${ALONE}]`;
  const TOKEN = new RegExp(`(\\p{Nd}+(?:[.,:'’\\xa0\\u2009\\u202f]\\p{Nd}+)*)|((?:[เ-ไເ-ໄ]\\p{M}*)*${ALONE}(?:\\p{M}|[ะาำๅๆະາຳໆ々〻ゝゞーヽヾｰぁぃぅぇぉっゃゅょゎ])*)|\\p{L}(?:\\.\\p{L}(?!\\p{L}))+|${LETTER}+(?:['’‘ʼʻ\`´′]${LETTER}+)*`, 'gv');
  const ELISION = /(?<=^[a-zà-ɏ]{1,5})['’‘`´′](?=[a-zà-ɏ]{3})/i;
  const tokens = (text) => {
    const found = [];
    const add = (word, at, end, more) => { if (word) found.push({ word, at, end, ...more }); };
    for (const { 0: all, 1: digits, 2: alone, index } of text.matchAll(TOKEN)) {
      let at = index;
      const end = at + all.length;
      if (digits) add(number(all), at, end);
      else if (alone) {
        const before = found.at(-1);
        if (before?.open === at) Object.assign(before, { word: before.word + fold(all), end, pair: true });
        add(fold(all), at, end, { open: end });
      } else for (const part of all.split(ELISION)) { add(fold(part), at, at + part.length); at += part.length + 1; }
    }
    return found;
  };

  // What is sought: words, and runs of words as they are.
  const parse = (query) => {
    const sought = [];
    for (const [, quoted, plain] of query.matchAll(/["“”„«»「」]([^"“”„«»「」]*)|([^"“”„«»「」]+)/g)) {
      const all = tokens(quoted ?? plain);
      if (quoted?.trim()) {
        // It stands in the last pair, too.
        if (all.length > 1 && all.at(-1).open && !all.at(-1).pair) all.pop();
        if (all.length) sought.push({ run: all.map(({ word }) => word) });
        continue;
      }
      for (let at = 0; at < all.length; at += 1) {
        const run = [];
        while (all[at].pair) run.push(all[at++].word);
        sought.push(run.length ? { run } : all[at]);
      }
    }
    const telling = sought.filter(({ word }) => !little.has(word));
    return telling.length ? telling : sought;
  };
  const unitsOf = async (word) => {
    const { words, postings, read } = await shard(home(word));
    return (read[word] ??= (() => {
      const coded = numbers(postings[words.indexOf(word)] ?? ''), units = new Map();
      for (let next = 0, unit = 0; next < coded.length;) {
        const distance = coded[next++], places = [];
        unit += distance >> 1;
        for (let left = distance & 1 ? coded[next++] + 2 : 1, place = 0; left--;) places.push((place += coded[next++]));
        units.set(unit, places);
      }
      return units;
    })());
  };
  const distance = (one, other) => {
    let row = [...Array(other.length + 1).keys()];
    [...one].forEach((letter, i) => {
      let corner = row[0]++;
      for (let j = 1; j < row.length; j += 1) [corner, row[j]] = [row[j], Math.min(row[j] + 1, row[j - 1] + 1, corner + (one[i] !== other[j - 1]))];
    });
    return row.at(-1);
  };
  // The word and its kin; else what it begins; else what ends otherwise; else a guess.
  const forms = async (part) => {
    const { word } = part, first = home(word), { words, kin, postings } = await shard(first), found = new Map();
    if (words.includes(word)) {
      for (const family of kin) if (family.includes(word)) for (const other of family) found.set(other, 0.75);
      found.set(word, 1);
      if (!part.open) return found;
    }
    const add = (start, most, others) => { for (const other of others) if (other.startsWith(start) && other.length < most && !found.has(other)) found.set(other, 0.5); };
    for (let at = first; at <= Math.min(home(word + '\uffff'), first + 7); at += 1) add(word, 99, (await shard(at)).words);
    const stem = word.slice(0, Math.max(4, word.length - 3));
    if (!found.size) add(stem, stem.length + 4, words);
    if (!found.size) {
      const [near] = words.map((other, at) => [distance(word, other) - postings[at].length / 1e9, other]).sort(([one], [other]) => one - other);
      if (near[0] <= (word.length < 5 ? 1 : 2)) [, part.near] = near;
    }
    return found;
  };
  const seek = async (part) => {
    const units = (part.units = new Map()), { run } = part;
    const add = (unit, weight, places) => {
      const known = units.get(unit) ?? { weight: 0, places: [] };
      known.weight += weight * places.length;
      known.places.push(...places);
      units.set(unit, known);
    };
    if (!run) {
      part.forms = await forms(part);
      for (const [form, weight] of part.forms) for (const [unit, places] of await unitsOf(form)) add(unit, weight, places);
      return;
    }
    // Words that say little are in no index.
    let steps = [...run.entries()].filter(([, word]) => !little.has(word));
    if (!steps.length) steps = [...run.entries()];
    const lists = await Promise.all(steps.map(([, word]) => unitsOf(word)));
    for (const [unit, places] of lists[0]) {
      const fits = places.filter((place) => steps.every(([at], step) => lists[step].get(unit)?.includes(place - steps[0][0] + at)));
      if (fits.length) add(unit, 2, fits);
    }
  };

  // BM25 without lengths, and more for titles and for words close together.
  const rank = (sought) => {
    for (const part of sought) {
      part.idf = Math.log(1 + (pageOf.length - part.units.size + 0.5) / (part.units.size + 0.5));
      part.pages = new Set();
      part.titles = new Set();
      for (const unit of part.units.keys()) {
        const page = pageOf[unit];
        part.pages.add(page);
        if (starts[page] === unit) part.titles.add(page);
      }
    }
    const all = new Set(sought.flatMap(({ units }) => [...units.keys()]));
    const gather = (fits) => {
      const pages = new Map();
      for (const unit of all) {
        const page = pageOf[unit], isTitle = starts[page] === unit, places = [];
        if (!sought.every((part) => fits(part, unit, page))) continue;
        let score = 0;
        for (const part of sought) {
          const here = part.units.get(unit);
          if (here) {
            score += (part.idf * here.weight * (isTitle ? 4.4 : 2.2)) / (here.weight + 1.2);
            for (const place of here.places) places.push([place, part]);
          }
          if (part.titles.has(page)) score += part.idf * 1.5;
        }
        places.sort(([one], [other]) => one - other).reduce(([before, other], [place, part]) => {
          if (other !== part) score += Math.min(part.idf, other.idf) / (place - before || 1) ** 2;
          return [place, part];
        }, places[0]);
        const result = pages.get(page) ?? { page, score: 0, units: [] };
        result.score = Math.max(result.score, score);
        if (!isTitle) result.units.push([score, unit]);
        pages.set(page, result);
      }
      for (const result of pages.values()) {
        result.units.sort(([one, a], [other, b]) => other - one || a - b);
        result.score += Math.log(1 + result.units.length) / 5;
      }
      return [...pages.values()].sort((one, other) => other.score - one.score || one.page - other.page);
    };
    const results = gather((part, unit, page) => part.units.has(unit) || part.titles.has(page));
    if (results.length) return { sought, results };
    // No passage has all of the words; pages may.
    return { sought, results: gather((part, unit, page) => part.pages.has(page)), isLoose: true };
  };

  // A text with what was found in it.
  const spansIn = (text, sought) => {
    const all = tokens(text), spans = [];
    all.forEach(({ word, at, end }, first) => {
      for (const { forms: any, run } of sought) {
        if (any?.has(word)) spans.push([at, end]);
        else if (run?.every((step, next) => all[first + next]?.word === step)) spans.push([at, all[first + run.length - 1].end]);
      }
    });
    return spans.filter(([at, end], which) => !spans.some(([from, to], other) => other < which && from <= at && end <= to));
  };
  const WIDTH = 260;
  const excerpt = (text, spans) => {
    let from = 0, to = text.length;
    if (to > WIDTH) {
      const held = ([at]) => spans.filter(([from, end]) => from >= at && end < at + WIDTH * 0.7).length;
      const [start] = spans.reduce((best, span) => (held(span) > held(best) ? span : best), spans[0] ?? [0]);
      if (start > WIDTH / 3) from = Math.min(start, text.indexOf(' ', start - WIDTH / 4) + 1);
      if (to > from + WIDTH) to = Math.max(text.lastIndexOf(' ', from + WIDTH), start + WIDTH / 2);
    }
    const shown = [from ? '… ' : ''];
    const show = (until, tag) => {
      const words = text.slice(from, until).replace(/\t/g, '').replace(/\n/g, ' · ');
      shown.push(tag ? make(tag, {}, words) : words);
      from = until;
    };
    for (const [start, end] of spans) if (start >= from && end <= to) { show(start); show(end, 'mark'); }
    show(to);
    if (to < text.length) shown.push(' …');
    return shown;
  };
  // The words to scroll to, up to where the page has something in between.
  const fragment = (text, at) => {
    const clause = text.slice(0, at).match(/[^\t\n。、，！？]*$/)[0];
    const rest = text.slice(at).split(/[\t\n。、，！？]/)[0];
    const words = (clause.split(' ').slice(-4).join(' ') + rest).trim().split(' ').slice(0, 10).join(' ');
    return words.length > 5 ? `:~:text=${encodeURIComponent(words).replace(/-/g, '%2D')}` : '';
  };
  const item = async ({ page, units }, sought) => {
    const [script, at] = textOf[page], [name, href, date, note, ...texts] = (await load('t' + script))[at];
    const kind = named.kind(page), address = `../${href}`;
    const show = (text) => excerpt(text, spansIn(text, sought));
    const isFound = (text) => spansIn(text, sought).length > 0;
    const notes = note.split('\n').filter((words, at) => words && (!at || isFound(words)));
    let places = units.map(([, unit]) => 2 * (unit - starts[page] - 1)).filter((place) => isFound(texts[place + 1]));
    if (!places.length && !isFound(`${name}\n${note}`)) return '';
    if (!places.length && texts.length) places = [0];
    const hits = make('ul', { className: 'places' });
    const add = (from, to) => hits.append(...places.slice(from, to).map((place) => {
      const [anchor, text] = texts.slice(place), spans = spansIn(text, sought);
      const words = kind === 'source' || !spans.length ? '' : fragment(text, spans[0][0]);
      const link = make('a', { href: address + (anchor + words && `#${anchor}${words}`) }, ...excerpt(text, spans));
      if (kind === 'source' && anchor) link.prepend(make('span', { className: 'place' }, `¶ ${anchor.slice(1)}`), ' ');
      return make('li', { dir: 'auto' }, link);
    }));
    add(0, 3);
    const hit = make('li', { className: 'hit' },
      make('p', { className: 'kicker' }, [said.kinds[kind], date].filter(Boolean).join(' · '), ...notes.flatMap((words) => [' · ', ...show(words)])),
      make('h3', { dir: 'auto' }, make('a', { href: address }, ...show(name))), hits);
    if (places.length > 3) {
      const button = make('button', { type: 'button', className: 'quiet' }, say('more-here', places.length - 3));
      button.onclick = () => { add(3); hits.children[3].firstChild.focus(); button.remove(); };
      hit.append(button);
    }
    return hit;
  };

  // Facets.
  const chosen = { kind: new Set(), publisher: new Set(), year: new Set() };
  const passes = (page, except) => Object.keys(chosen).every((facet) => facet === except || !chosen[facet].size || chosen[facet].has(named[facet](page)));
  const showFacets = (results) => {
    const focused = document.activeElement.id;
    facets.replaceChildren();
    for (const facet in chosen) {
      const counts = new Map([...chosen[facet]].map((name) => [name, 0]));
      for (const { page } of results) {
        const name = named[facet](page);
        if (name && passes(page, facet)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      if (counts.size < 2 && !chosen[facet].size) continue;
      const order = ([a, n], [b, m]) => (facet === 'year' ? b - a : m - n || a.localeCompare(b, language));
      facets.append(make('fieldset', {}, make('legend', {}, said[facet]), ...[...counts].sort(order).map(([name, n]) => {
        const box = make('input', { type: 'checkbox', id: `ib-${facet}-${name}`, checked: chosen[facet].has(name) });
        box.onchange = () => {
          chosen[facet][box.checked ? 'add' : 'delete'](name);
          write(true);
          show();
        };
        return make('label', {}, box, make('span', {}, said[`${facet}s`]?.[name] ?? name), make('span', { className: 'n' }, n.toLocaleString(language)));
      })));
    }
    facets.hidden = !facets.firstChild;
    if (focused) document.getElementById(focused)?.focus();
  };

  let current, admitted, turn = 0, shown = 0;
  const append = async () => {
    const mine = turn, next = admitted.slice(shown, shown + 10);
    const items = (await Promise.all(next.map((result) => item(result, current.sought)))).filter(Boolean);
    if (mine !== turn) return;
    if (!shown) list.replaceChildren();
    shown += next.length;
    list.append(...items);
    more.hidden = shown >= admitted.length;
    return items[0];
  };
  const show = async () => {
    const mine = (turn += 1), { results, sought, isLoose } = current;
    shown = 0;
    showFacets(results);
    admitted = results.filter(({ page }) => passes(page));
    await append();
    if (mine !== turn) return;
    const passages = admitted.reduce((sum, { units }) => sum + units.length, 0), near = sought.find((part) => part.near);
    count.textContent = admitted.length ? `${passages ? `${say('passages', passages)} · ` : ''}${say('pages', admitted.length)}${isLoose ? `. ${said.loose}` : ''}` : said.none;
    if (!results.length && near) {
      const query = field.value.replace(/\S+/g, (word) => (fold(word) === near.word ? near.near : word));
      count.append(` ${said.near} `, make('a', { href: `?${new URLSearchParams({ q: query })}` }, query));
    }
  };
  const search = async (isSettled) => {
    const query = field.value.trim(), mine = (turn += 1);
    write(isSettled === true);
    root.classList.toggle('asked', query);
    if (!pageOf) return;
    try {
      const sought = parse(query);
      await Promise.all(sought.map(seek));
      if (mine !== turn) return;
      current = sought.length ? rank(sought) : { sought, results: [] };
      await show();
    } catch { if (mine === turn) count.textContent = said.failed; }
  };

  // The address keeps what was asked.
  const write = (isNew) => {
    const asked = new URLSearchParams(), query = field.value.trim();
    if (query) asked.set('q', query);
    for (const facet in chosen) for (const name of chosen[facet]) asked.append(facet, name);
    document.title = query ? `${query} · ${title}` : title;
    const text = asked.size ? `?${asked}` : '';
    if (text !== location.search) history[isNew ? 'pushState' : 'replaceState'](null, '', text || location.pathname);
  };
  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const facet in chosen) chosen[facet] = new Set(asked.getAll(facet));
    field.value ||= asked.get('q') ?? '';
    search();
  };

  let timer;
  const soon = (ms, settled) => { clearTimeout(timer); timer = setTimeout(search, ms, settled); };
  field.oninput = () => soon(90);
  field.form.onsubmit = (event) => { event.preventDefault(); soon(0, true); };
  more.onclick = async () => (await append())?.querySelector('a').focus();
  onpopstate = () => { field.value = ''; read(); };
  root.onkeydown = (event) => {
    const stops = [field, ...list.querySelectorAll('a')], at = stops.indexOf(event.target);
    const next = at < 0 ? undefined : stops[at + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] ?? NaN)];
    if (event.key === 'Escape') {
      if (event.target === field) { field.value = ''; for (const facet in chosen) chosen[facet].clear(); soon(0, true); } else field.focus();
    } else if (next) next.focus(); else return;
    event.preventDefault();
  };
  for (const part of root.querySelectorAll('[data-script]')) part.hidden = false;
  const wide = matchMedia('(min-width: 75rem)');
  (wide.onchange = () => { facets.parentNode.open = wide.matches; })();
  load('index').then(begin, () => { count.textContent = said.failed; });
  if (!location.search) field.focus({ preventScroll: true });
})();
