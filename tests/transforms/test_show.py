"""A derivative beside its function: as text, through rich, and as a page in a browser."""
import html
import io
import re
import shutil

import numpy as np
import pytest

import tangent
from tangent.errors import ArgumentError
from tangent.transforms.links import sides


def step(h, w):
    return np.tanh(h *
                   w)


def f(x, w, n):
    h = x
    for i in range(n):
        if i > 2:
            h = step(h, w)
        else:
            h = h * x
    y = np.sum(h)
    return y * y


square = lambda x: x * x
FIRST = f.__code__.co_firstlineno
STEP = step.__code__.co_firstlineno


def rows(shown, name):
    block = next(block for block in shown.generated if f'def {name}(' in block.text)
    return {row.text.strip(): row for row in block.rows}


def test_the_functions_on_both_sides():
    shown = sides(tangent.grad(f, wrt=(0, 1)))
    assert [block.text.partition('(')[0] for block in shown.users] == ['def f', 'def step']
    assert [block.text.partition('(')[0] for block in shown.generated] == [
        'def dfdxdw', 'def adjoint_step', 'def primal_step']
    assert [row.number for row in shown.users[0].rows] == list(range(FIRST, FIRST + 9))


def test_lines_lead_to_the_users():
    found = rows(sides(tangent.grad(f, wrt=(0, 1))), 'dfdxdw')
    for text, offset, role in [
            ('y = np.sum(h)', 7, 'primal'), ('by = 2.0 * bresult * y', 8, 'adjoint'), ('if i > 2:', 3, 'adjoint'),
            ('# Grad of: h = step(h, w)', 4, 'adjoint'), ('bh, bw_1 = adjoint_step(step_saved, bh)', 4, 'adjoint')]:
        assert (found[text].places, found[text].role) == (((__file__, FIRST + offset),), role), text
    assert found['def dfdxdw(x, w, n, bresult=1.0):'].places == ()


def test_a_statement_on_several_lines_is_all_of_them():
    found = rows(sides(tangent.grad(f, wrt=(0, 1))), 'primal_step')
    assert found['result = np.tanh(h * w)'].places == ((__file__, STEP + 1), (__file__, STEP + 2))


def test_what_loops_save_is_marked_and_leads_to_what_was_saved():
    found = rows(sides(tangent.grad(f, wrt=(0, 1))), 'dfdxdw')
    assert {text for text, row in found.items() if row.tapes} == {
        'h_tape = []', 'h_tape.append(h)', 'h = h_tape.pop()', 'step_saved_tape = []',
        'step_saved_tape.append(step_saved)', 'step_saved = step_saved_tape.pop()'}
    assert found['step_saved = step_saved_tape.pop()'].places == ((__file__, FIRST + 4),)
    assert (__file__, FIRST + 6) in found['h_tape.append(h)'].places


def test_a_copy_that_begins_a_loop_leads_to_the_users():
    for df in (tangent.grad(f, wrt=(0, 1)), tangent.hvp(f)):
        block = sides(df).generated[0]
        assert [row.places for row in block.rows if row.text.strip() == 'h = x'] == [((__file__, FIRST + 1),)]


def test_a_users_own_list_is_not_marked():
    def g(x, n):
        x_tape = []
        for _ in range(n):
            x_tape.append(x)
        return sum(x_tape)
    shown = sides(tangent.grad(g))
    assert not [row for block in shown.generated for row in block.rows if 'x_tape' in row.tapes]


def test_the_second_derivative_leads_to_the_users_lines():
    shown = sides(tangent.hvp(f))
    assert [block.text.partition('(')[0] for block in shown.users] == ['def f', 'def step']
    roles = {row.role for block in shown.generated for row in block.rows}
    assert roles == {'primal', 'adjoint', 'tangent', ''}


def test_a_lambda_shows_its_statement():
    block, = sides(tangent.grad(square)).users
    assert block.text == 'square = lambda x: x * x'


def test_a_file_that_is_gone_shows_the_lines_that_are_known(tmp_path, monkeypatch):
    df = tangent.grad(f)
    monkeypatch.setattr('tangent.transforms.links.linecache.getlines', lambda file: [])
    monkeypatch.setattr('tangent.transforms.links.text_of', lambda part: tangent.source(df).split('\n\n\n')[0])
    assert 'y = np.sum(h)' in [row.text for row in sides(df).users[0].rows]


def test_show_refuses_other_functions():
    for other in (f, len, 3):
        with pytest.raises(ArgumentError, match='not a derivative'):
            tangent.show(other)


# --- text -----------------------------------------------------------------------------

def test_the_plain_text():
    lines = repr(tangent.show(tangent.grad(f, wrt=(0, 1)))).splitlines()
    assert f'{FIRST + 7:5}       y = np.sum(h)' in lines
    assert f'{FIRST + 8:5}       by = 2.0 * bresult * y' in lines
    assert f'{FIRST + 4:5} \u25cf             step_saved_tape.append(step_saved)' in lines


def test_rich_shows_the_same_text_in_colours():
    console_module = pytest.importorskip('rich.console')

    def g(x):
        return x[0] * x[1] + len('[bold] \\') * x[0]
    for df in (tangent.grad(f, wrt=(0, 1)), tangent.grad(g)):
        shown = tangent.show(df)
        out = io.StringIO()
        console_module.Console(file=out, force_terminal=True, width=200, color_system='standard').print(shown)
        assert '\x1b[3' in out.getvalue()
        plain = re.sub('\x1b\\[[0-9;]*m', '', out.getvalue())
        assert [line.rstrip() for line in plain.splitlines()] == [line.rstrip() for line in repr(shown).splitlines()]


# --- the page -------------------------------------------------------------------------

def test_the_page_needs_nothing_else_and_goes_into_notebooks(tmp_path):
    shown = tangent.show(tangent.grad(f))
    assert not re.search('https?:|src=|href=|@import|url\\(', shown.html)
    path = shown.save(tmp_path / 'page.html')
    assert path.read_text(encoding='utf-8') == shown.html
    frame = shown._repr_html_()
    assert html.unescape(re.search('srcdoc="([^"]*)"', frame).group(1)) == shown.html


@pytest.fixture(scope='module')
def browser():
    api = pytest.importorskip('playwright.sync_api', reason='playwright is not installed')
    chromium = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')
    if chromium is None:
        pytest.skip('there is no Chromium')
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[
            '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'])
        yield browser
        browser.close()


@pytest.fixture(params=[(1400, 900), (420, 800)], ids=['wide', 'narrow'])
def opened(request, browser, tmp_path):
    path = tangent.show(tangent.grad(f, wrt=(0, 1))).save(tmp_path / 'page.html')
    page = browser.new_page(viewport=dict(zip(('width', 'height'), request.param)))
    faults, requests = [], []
    page.on('pageerror', lambda error: faults.append(str(error)))
    page.on('request', lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    yield page
    assert faults == [] and requests == [path.as_uri()]
    page.close()


def line(page, side, text):
    return page.locator(f'#{side} .row').filter(has_text=re.compile(re.escape(text) + '$', re.MULTILINE)).first


def lit(page, side):
    return [text.strip() for text in page.locator(f'#{side} .lit > span').all_inner_texts()]


def test_pointing_at_a_line_lights_up_the_others(opened):
    line(opened, 'users', 'y = np.sum(h)').hover()
    assert lit(opened, 'users') == ['y = np.sum(h)']
    assert lit(opened, 'generated') == ['y = np.sum(h)', '# Grad of: y = np.sum(h)', 'bh = tangent.unreduce(by, h)']
    line(opened, 'generated', 'by = 2.0 * bresult * y').hover()
    assert lit(opened, 'users') == ['return y * y']


def test_pointing_at_a_tape_lights_up_where_it_is_filled_and_emptied(opened):
    line(opened, 'generated', 'step_saved = step_saved_tape.pop()').hover()
    assert lit(opened, 'users') == ['h = step(h, w)']
    assert {'step_saved_tape = []', 'step_saved_tape.append(step_saved)'} <= set(lit(opened, 'generated'))


def test_a_click_keeps_the_light(opened):
    line(opened, 'users', 'return y * y').click()
    opened.mouse.move(2, 2)
    assert lit(opened, 'users') == ['return y * y']
    line(opened, 'users', 'return y * y').click()
    opened.mouse.move(2, 2)
    assert lit(opened, 'users') == []


def test_a_click_shows_what_a_line_led_to_where_that_is_out_of_sight(opened):
    opened.set_viewport_size({'width': opened.viewport_size['width'], 'height': 500})
    assert opened.evaluate('window.scrollY') == 0
    line(opened, 'users', 'h *').hover()
    assert opened.evaluate('window.scrollY') == 0
    line(opened, 'users', 'h *').click()
    boxes = [row.bounding_box() for row in opened.locator('#generated .lit').all()]
    assert opened.evaluate('window.scrollY') > 0 and any(0 <= box['y'] <= 480 for box in boxes)


def test_lit_lines_are_as_wide_as_the_widest(opened):
    widths = opened.evaluate('[...document.querySelectorAll("#generated .block:first-of-type .row")].map('
                             'row => Math.round(row.getBoundingClientRect().width))')
    assert len(set(widths)) == 1


def test_the_page_fits_its_window(opened):
    assert opened.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
    columns = opened.evaluate('getComputedStyle(document.querySelector("main")).gridTemplateColumns.split(" ").length')
    assert columns == (2 if opened.viewport_size['width'] > 800 else 1)
