// Added to pages by `ibid serve`, and to no page that is published: loads the page again when it changed, exchanges style
// sheets, and shows what is wrong over the page.
(() => {
  const script = document.currentScript;
  const print = script.dataset.print;
  let assets = script.dataset.assets;

  // ── The connection. Only a tab that can be seen has one: a browser opens few to one host.
  let source, again;
  const disconnect = () => {
    clearTimeout(again);
    source?.close();
    source = undefined;
  };
  const connect = () => {
    disconnect();
    const path = decodeURIComponent(location.pathname);
    source = new EventSource(`/.ibid/events?page=${encodeURIComponent(path)}`);
    source.addEventListener('state', (event) => hear(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      disconnect();
      again = setTimeout(connect, 400); // the server may have been started anew
    });
  };
  const attend = () => (document.visibilityState === 'hidden' ? disconnect() : connect());
  document.addEventListener('visibilitychange', attend);
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', (event) => event.persisted && attend());

  const hear = ({ changed, state }) => {
    if (state.print !== print) return reload(state.print);
    sessionStorage.removeItem(ASKED);
    if (changed ? !exchange(changed) : state.assets !== assets) return reload(state.assets);
    assets = state.assets;
    show(state);
  };

  // ── Loading again, at the same place of the page.
  const ASKED = 'ibid-serve-asked';
  const PLACE = 'ibid-serve-place';
  const reload = (wanted) => {
    // Whatever stands between and answers with an old page must not make it go round for ever.
    if (sessionStorage.getItem(ASKED) === wanted) return;
    sessionStorage.setItem(ASKED, wanted);
    sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
    disconnect();
    location.reload();
  };
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null');
  sessionStorage.removeItem(PLACE);
  if (place?.[0] === location.pathname) {
    let moved = false;
    const mine = () => (moved = true);
    for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown']) addEventListener(name, mine, { once: true, passive: true });
    const back = () => moved || scrollTo({ left: place[1], top: place[2], behavior: 'instant' });
    back();
    addEventListener('load', back, { once: true }); // pictures have their height now
  }

  // ── Files that changed: paths from the site's root. False where the page must be loaded again.
  const exchange = (changed) => {
    const ends = changed.map((path) => `/${path}`);
    const names = (url) => {
      const { origin, pathname } = new URL(url, location.href);
      const path = decodeURI(pathname);
      return origin === location.origin && ends.some((end) => path.endsWith(end));
    };
    const links = [...document.querySelectorAll('link[rel~="stylesheet"][href]')].filter((link) => names(link.href));
    const own = new Set(links.map((link) => link.href));
    const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
    if (loaded.some((url) => names(url) && !own.has(url) && !exchanged.has(url))) return false;
    for (const link of links) {
      const next = link.cloneNode();
      const url = new URL(link.href);
      url.search = `?h=${Date.now()}`;
      exchanged.add(link.href);
      next.href = url.href;
      // The old one stays until the new one is there, so that the page is never bare.
      next.addEventListener('load', () => link.remove());
      next.addEventListener('error', () => link.remove());
      link.after(next);
    }
    return true;
  };
  const exchanged = new Set();

  // ── What is wrong, in an element that the theme cannot reach.
  const CLOSED = 'ibid-serve-closed';
  let host, dialog, badge, title, note, list;
  const element = (name, className, text = '') => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };
  const build = () => {
    host = element('ibid-serve');
    host.lang = 'en';
    host.dir = 'ltr';
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    dialog = element('dialog');
    dialog.setAttribute('aria-labelledby', 'title');
    const head = element('div', 'head');
    title = element('h1');
    title.id = 'title';
    const close = element('button', 'close', 'Close');
    close.type = 'button';
    // What somebody closed stays closed until other things are wrong.
    const dismiss = () => sessionStorage.setItem(CLOSED, host.dataset.faults);
    close.addEventListener('click', () => {
      dismiss();
      dialog.close();
    });
    head.append(title, close);
    note = element('p', 'note');
    list = element('ol');
    dialog.append(head, note, list);
    badge = element('button', 'badge');
    badge.type = 'button';
    badge.addEventListener('click', () => open());
    dialog.addEventListener('cancel', dismiss);
    dialog.addEventListener('close', () => (badge.hidden = badge.textContent === ''));
    root.append(badge, dialog);
    document.documentElement.append(host);
  };
  const open = () => {
    badge.hidden = true;
    if (!dialog.open) dialog.showModal();
  };
  const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

  const show = (state) => {
    if (!host && state.errors + state.warnings === 0) return;
    if (!host) build();
    const { errors, warnings, faults } = state;
    const sums = [errors && count(errors, 'error'), warnings && count(warnings, 'warning')].filter(Boolean).join(', ');
    const known = JSON.stringify(faults);
    const isNew = host.dataset.faults !== known;
    title.textContent = sums;
    badge.textContent = sums;
    badge.classList.toggle('error', errors > 0);
    note.textContent = state.old ? 'Below is the page as it was before.' : '';
    note.hidden = !state.old;
    if (isNew) {
      list.replaceChildren(...faults.map(item));
      const hidden = errors + warnings - faults.length;
      if (hidden > 0) list.append(element('li', 'more', `${hidden} more: the terminal shows them all`));
    }
    host.dataset.faults = known;
    if (errors > 0 && sessionStorage.getItem(CLOSED) !== known) return open();
    if (errors === 0) sessionStorage.removeItem(CLOSED);
    if (errors === 0 && isNew) dialog.close();
    badge.hidden = sums === '' || dialog.open;
  };

  const item = (fault) => {
    const made = element('li', fault.severity);
    const head = element('h2');
    head.append(element('span', 'severity', fault.code ? `${fault.severity}[${fault.code}]` : fault.severity), element('span', '', `: ${fault.message}`));
    made.append(head);
    if (fault.place) made.append(element('p', 'place', fault.place));
    if (fault.excerpt) {
      const excerpt = element('pre', '', fault.excerpt);
      excerpt.tabIndex = 0; // it may be wider than the screen
      excerpt.setAttribute('role', 'region');
      excerpt.setAttribute('aria-label', `The lines of ${fault.place}`);
      made.append(excerpt);
    }
    if (fault.help) {
      const help = element('p', 'help');
      help.append(element('strong', '', 'help: '), fault.help);
      made.append(help);
    }
    return made;
  };

  // In `em`: the theme says what a `rem` is.
  const STYLE = `
    :host { all: initial !important; color-scheme: light dark; --back: light-dark(#fff, #1c1d20); --text: light-dark(#1b1c1f, #ececee);
      --quiet: light-dark(#55585f, #b3b6bd); --error: light-dark(#a8071a, #ff8f8a); --warning: light-dark(#7a4d00, #f0bf5a);
      --line: light-dark(#d5d7dc, #43464d); --code: light-dark(#f4f5f7, #26282c); }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    dialog, .badge { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); border: 1px solid var(--line); }
    dialog { inline-size: min(1024px, 94vw); max-block-size: 88vh; overflow: auto; margin: auto; padding: 0 1.25em 1.25em;
      border-radius: 8px; border-block-start: 6px solid var(--error); box-shadow: 0 12px 48px rgb(0 0 0 / .35); }
    dialog::backdrop { background: rgb(0 0 0 / .35); }
    .head { position: sticky; inset-block-start: 0; display: flex; gap: 1em; align-items: center; justify-content: space-between;
      padding-block: .9em .6em; background: var(--back); }
    h1 { font-size: 1.15em; margin: 0; }
    h2 { font: 600 1em/1.45 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { padding-block: .9em; border-block-start: 1px solid var(--line); }
    p { margin: .3em 0 0; overflow-wrap: anywhere; }
    .note, .place, .more { color: var(--quiet); }
    .note { margin-block: 0 .8em; }
    .place, pre { font: 13.5px/1.45 ui-monospace, monospace; }
    pre { margin: .6em 0 0; padding: .7em .9em; overflow: auto; background: var(--code); border-radius: 5px; }
    .error .severity { color: var(--error); }
    .warning .severity { color: var(--warning); }
    button { font: inherit; cursor: pointer; }
    .close { color: inherit; background: none; border: 1px solid var(--line); border-radius: 5px; padding: .25em .8em; min-block-size: 24px; }
    .badge { position: fixed; z-index: 2147483647; inset-block-end: 12px; inset-inline-end: 12px; padding: .2em .7em; font-size: 13px;
      border-radius: 99px; color: var(--warning); opacity: .9; }
    .badge.error { color: var(--error); font-weight: 600; }
    :focus-visible { outline: 2px solid light-dark(#0b57d0, #a8c7fa); outline-offset: 2px; }
    @media print { :host { display: none !important; } }
  `;

  attend();
})();
