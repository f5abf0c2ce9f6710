// Faults of a page that a script can judge, one line each; see test_page_access.py.
() => {
  const faults = [], say = (rule, e) => faults.push(rule + ': ' + e.outerHTML.slice(0, 120));
  const seen = e => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const name = e => (e.getAttribute('aria-label') || e.innerText || e.textContent || e.title || '').trim();
  const all = s => [...document.querySelectorAll(s)];
  if (document.documentElement.lang !== 'zh-CN') faults.push('lang');
  if (!document.title.trim()) faults.push('title');
  for (const one of ['h1', 'main']) if (all(one).length !== 1) faults.push(one + ' ' + all(one).length);
  let level = 0;
  for (const h of all('h1,h2,h3,h4').filter(seen)) {
    if (+h.tagName[1] > level + 1) say('heading', h);
    level = +h.tagName[1];
  }
  const ids = all('[id]').map(e => e.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => faults.push('id ' + id));
  for (const e of all('input:not([type=hidden]),select,textarea'))
    if (!e.labels.length && !e.getAttribute('aria-label')) say('label', e);
  for (const e of all('a[href],button')) if (!name(e)) say('name', e);
  for (const e of all('img')) if (!e.hasAttribute('alt')) say('alt', e);
  for (const e of all('svg')) if (!e.getAttribute('aria-label')) say('svg', e);
  for (const e of all('nav,[role=region]')) if (!e.getAttribute('aria-label')) say('region', e);
  for (const e of all('[aria-labelledby]'))
    if (!document.getElementById(e.getAttribute('aria-labelledby'))) say('labelledby', e);
  const rgb = c => { const p = c.match(/[\d.]+/g).map(Number); return [...p.slice(0, 3), p[3] ?? 1]; };
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92
    : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c[3] === 1) return c; } return [255, 255, 255]; };
  for (const e of all('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !seen(e) || e.closest('svg,.sr,.skip,option')) continue;
    const s = getComputedStyle(e), [a, b] = [light(rgb(s.color)), light(behind(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05), size = parseFloat(s.fontSize);
    const large = size >= 24 || (size >= 18.66 && s.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) say('contrast ' + ratio.toFixed(1), e);
  }
  return faults;
}
