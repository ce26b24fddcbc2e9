"""Make programs at random, differentiate each, and say what came of it."""
from __future__ import annotations

import argparse
import collections
import contextlib
import functools
import multiprocessing
import random
import re
import traceback

import tangent
from tests.fuzz.check import Outcome, outcome, outcome_of
from tests.fuzz.programs import GROUPS, Made, made
from tests.fuzz.shrink import shrunk


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog='python -m tests.fuzz', description=__doc__)
    parser.add_argument('--count', type=int, default=200, help='how many programs')
    parser.add_argument('--seed', type=int, default=0, help='the number of the first one')
    parser.add_argument('--only', default='', help=f'groups of constructs, with commas between: {", ".join(GROUPS)}')
    parser.add_argument('--second', type=float, default=0.0, help='the share checked at second order too')
    parser.add_argument('--unoptimized', type=float, default=0.0, help='the share derived without optimising too')
    parser.add_argument('--workers', type=int, default=1)
    parser.add_argument('--show', action='store_true', help='show the programs, and the tracebacks of what fails')
    parser.add_argument('--shrink', action='store_true', help='show those that fail, made as small as possible')
    parser.add_argument('--made', action='store_true', help='only make the programs')
    return parser.parse_args()


def one(number: int, only: frozenset, second: float, unoptimized: float, only_made: bool) -> Outcome:
    if only_made:
        return Outcome(number, 'made', '', made(number, only).tags, True, 0.0)
    chance = random.Random(number)
    return outcome(number, only, chance.random() < second, chance.random() < unoptimized)


def show(number: int, only: frozenset, second: bool) -> None:
    """Print a program, its derivative, and what goes wrong."""
    program = made(number, only)
    print(f'# {number}: {", ".join(sorted(program.tags))}\n{program.text}')
    print(f'program_{number}(**{program.values})\n'.replace('array(', 'np.array('))
    try:
        df = tangent.vjp(program.function(), wrt=tuple(program.values), preserve_result=True)
        print(tangent.source(df))
    except Exception:
        traceback.print_exc()
    found = outcome(number, only, second)
    print(f'# {found.what} {found.why}\n')


def reason(found: Outcome, words: int) -> str:
    """The first words of the message, without the names of the program."""
    text = re.sub(r"'[^']*'|\b(helper|model|step|update|fill|put|inner|local|again)\b", '~', found.why)
    return ' '.join(text.split()[:words])


def show_smaller(number: int, only: frozenset, second: bool) -> None:
    """Print a program that fails, without what it does not need for that."""
    program = made(number, only)
    found = outcome_of(program, second)

    def fails(candidate: Made) -> bool:
        other = outcome_of(candidate, second)
        words = 1 if found.what == 'wrong' else 6
        return other.what == found.what and reason(other, words) == reason(found, words)
    if found.what in ('wrong', 'crashed', 'refused'):
        program = shrunk(program, fails)
        print(f'{program.text}\n{program.values}\n# {number}: {found.what}: {outcome_of(program, second).why}\n')


def groups(outcomes: list[Outcome], what: str) -> None:
    """Print the reasons, the most frequent first, with a few numbers of programs."""
    by_reason = collections.defaultdict(list)
    for found in outcomes:
        if found.what == what:
            by_reason[reason(found, 14)].append(found.number)
    for text, numbers in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        print(f'  {len(numbers) / len(outcomes):6.1%}  {text}   ({", ".join(map(str, numbers[:4]))})')


def main() -> None:
    options = parsed()
    only = frozenset(filter(None, options.only.split(',')))
    if only - {*GROUPS}:
        raise SystemExit(f'there is no group {", ".join(only - {*GROUPS})}')
    numbers = range(options.seed, options.seed + options.count)
    if options.show or options.shrink:
        for number in numbers:
            (show_smaller if options.shrink else show)(number, only, options.second > 0)
        return
    work = functools.partial(one, only=only, second=options.second, unoptimized=options.unoptimized,
                             only_made=options.made)
    outcomes: list[Outcome] = []
    with multiprocessing.Pool(options.workers) as pool, contextlib.suppress(KeyboardInterrupt):  # which ends it early
        for found in pool.imap_unordered(work, numbers, chunksize=20):
            outcomes.append(found)
            if found.what in ('wrong', 'crashed'):
                print(f'{found.what} {found.number}: {found.why}', flush=True)
    counts = collections.Counter(found.what for found in outcomes)
    print(', '.join(f'{count} {what} ({count / len(outcomes):.1%})' for what, count in counts.most_common()))
    for what in ('refused', 'crashed'):
        if counts[what]:
            print(f'{what}:')
            groups(outcomes, what)
    right = [found for found in outcomes if found.what in ('right', 'made')]
    print(f'derivative not zero: {sum(found.moves for found in right) / max(1, len(right)):.1%} of what is right')
    shares = collections.Counter(tag for found in outcomes for tag in found.tags)
    print(f'shares of programs with each of {len(shares)} constructs:')
    for tag, count in sorted(shares.items(), key=lambda item: -item[1]):
        print(f'  {count / len(outcomes):6.1%}  {tag}')
    slowest = sorted(outcomes, key=lambda found: -found.seconds)[:5]
    print('slowest derivations: ' + ', '.join(f'{found.number} ({found.seconds:.2f} s)' for found in slowest))


if __name__ == '__main__':
    main()
