"""Two sides as one HTML page that needs nothing else: no network, no other files."""
from __future__ import annotations

from html import escape

from tangent.syntax.highlight import Parts, highlighted
from tangent.syntax.html import STYLE, parts_html
from tangent.transforms.links import Block, Place, Row, Sides

_CSS = '''
:root { color-scheme: light dark; --ink: #1f2328; --paper: #ffffff; --shade: #f6f8fa; --line: #d0d7de; --dim: #6e7781;
  --lit: #fff3bf; --primal: #0969da; --adjoint: #cf222e; --tangent: #1a7f37; --saved: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --shade: #161b22; --line: #30363d;
  --dim: #8b949e; --lit: #4a3d00; --primal: #58a6ff; --adjoint: #ff7b72; --tangent: #56d364; --saved: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, "DejaVu Sans", sans-serif; }
header { padding: 12px 20px; border-bottom: 1px solid var(--line); background: var(--shade); }
h1 { font-size: 17px; margin: 0 0 4px; } h2 { font-size: 13px; color: var(--dim); margin: 0 0 8px; }
.key { display: flex; flex-wrap: wrap; gap: 4px 18px; color: var(--dim); font-size: 12px; }
.key i { display: inline-block; width: 4px; height: 12px; margin-right: 6px; vertical-align: -2px; }
main { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); align-items: start; }
section { padding: 14px 0; min-width: 0; overflow-x: auto; } section > * { margin-left: 16px; margin-right: 16px; }
section + section { border-left: 1px solid var(--line); min-height: calc(100vh - 70px); }
#users { position: sticky; top: 0; max-height: 100vh; overflow: auto; }
.block { margin-bottom: 22px; } .file { color: var(--dim); font-size: 12px; overflow-wrap: anywhere; }
.row { display: flex; border-left: 3px solid transparent; white-space: pre; }
.row b { flex: none; width: 4.5ch; padding-right: 1.2ch; text-align: right; font-weight: normal; color: var(--dim);
  user-select: none; }
.row em { font-style: normal; flex: none; width: 2ch; color: var(--saved); user-select: none; }
.primal { border-left-color: var(--primal); } .adjoint { border-left-color: var(--adjoint); }
.tangent { border-left-color: var(--tangent); }
.linked { cursor: pointer; } .row:focus { outline: none; } .row:focus-visible { outline: 1px solid var(--dim); }
.lit { background: var(--lit); } .at { box-shadow: inset 0 0 0 1px var(--dim); }
.tangent-source { background: none; width: max-content; min-width: 100%; }
@media (max-width: 800px) { main { grid-template-columns: minmax(0, 1fr); }
  section + section { border-left: 0; border-top: 1px solid var(--line); min-height: 0; }
  #users { max-height: 45vh; background: var(--paper); border-bottom: 1px solid var(--line); z-index: 1; } }
'''

_SCRIPT = '''
const rows = [...document.querySelectorAll('.linked')];
const words = (row, name) => (row.dataset[name] || '').split(' ').filter(Boolean);
const share = (a, b, name) => words(a, name).some(word => words(b, name).includes(word));
const side = row => row.closest('section').id;
let pinned = null, clicked = {};
function light(row) {
  for (const other of document.querySelectorAll('.lit, .at')) other.classList.remove('lit', 'at');
  if (!row) return;
  row.classList.add('lit', 'at');
  const led = rows.filter(other => side(other) !== side(row) && share(other, row, 'places'));
  const saved = rows.filter(other => share(other, row, 'tapes'));
  for (const other of [...led, ...saved]) other.classList.add('lit');
  const users = document.getElementById('users'), first = led.find(other => side(other) === 'users');
  if (first && users.scrollHeight > users.clientHeight) {
    const shift = first.getBoundingClientRect().top - users.getBoundingClientRect().top;
    if (shift < 0 || shift > users.clientHeight - 24) users.scrollTop += shift - users.clientHeight / 2;
  }
}
function reveal(row) {  // what a line of the user's led to, where none of it is in sight
  if (side(row) !== 'users') return;
  const led = [...document.querySelectorAll('#generated .lit')];
  const users = document.getElementById('users').getBoundingClientRect();
  const top = users.width < window.innerWidth ? 0 : users.bottom;
  const inSight = box => box.top >= top && box.bottom <= window.innerHeight;
  const isSeen = led.some(other => inSight(other.getBoundingClientRect()));
  if (led.length && !isSeen) led[0].scrollIntoView({block: 'center'});
}
for (const row of rows) {
  row.addEventListener('mouseenter', event => {  // unless the page scrolled under a pointer that stayed
    if (event.clientX !== clicked.clientX || event.clientY !== clicked.clientY) light(row);
  });
  row.addEventListener('mouseleave', () => light(pinned));
  row.addEventListener('focus', () => light(row));
  row.addEventListener('click', event => {
    pinned = pinned === row ? null : row;
    clicked = event;
    light(pinned || row);
    reveal(row);
  });
}
'''


def page(title: str, sides: Sides) -> str:
    """The page: the user's functions on the left, the generated ones on the right."""
    known = {place for block in sides.generated for row in block.rows for place in row.places}
    ids = {place: f'u{number}' for number, place in enumerate(
        place for block in sides.users for row in block.rows for place in row.places if place in known)}
    users = ''.join(_block(block, ids, f'{escape(block.place)}, line {block.rows[0].number}', '')
                    for block in sides.users)
    made = ''.join(_block(block, ids, '', f'g{number}-') for number, block in enumerate(sides.generated))
    key = ''.join(f'<span><i style="background: var(--{role})"></i>{what}</span>' for role, what in (
        ('primal', 'the function itself'), ('adjoint', 'adjoint'), ('tangent', 'tangent')))
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
            f'<style>{STYLE}\n{_CSS}</style></head>\n<body><header><h1>{escape(title)}</h1>\n'
            f'<div class="key">{key}<span><span style="color: var(--saved)">&#9679;</span> saved in a loop, or taken '
            'back</span><span>Point at a line to see what it comes from or led to; click to keep it.</span></div>'
            f'</header>\n<main><section id="users"><h2>Your code</h2>{users}</section>\n'
            f'<section id="generated"><h2>The derivative</h2>{made}</section></main>\n'
            f'<script>{_SCRIPT}</script></body></html>\n')


def _block(block: Block, ids: dict[Place, str], caption: str, prefix: str) -> str:
    above = f'<div class="file">{caption}</div>' if caption else ''
    rows = ''.join(map(lambda row, parts: _row(row, parts, ids, prefix), block.rows, highlighted(block.text)))
    return f'<div class="block">{above}<div class="tangent-source">{rows}</div></div>'


def _row(row: Row, parts: Parts, ids: dict[Place, str], prefix: str) -> str:
    places = ' '.join(ids[place] for place in row.places if place in ids)
    tapes = ' '.join(prefix + tape for tape in row.tapes)
    is_linked = places or tapes
    saved = ' <em title="saved in a loop, or taken back">&#9679;</em>' if row.tapes else '<em></em>'
    return (f'<div class="row {row.role}{" linked" if is_linked else ""}" data-places="{places}" data-tapes="{tapes}"'
            f'{" tabindex=0" if is_linked else ""}><b>{row.number}</b>{saved.strip()}<span>{parts_html(parts)}</span>'
            '</div>\n')
