"""Figures of two states and a template that compares them, and beside it what must be printed, computed with fractions.

growth.py COUNT writes now.csv, before.csv, template.md and expected.md into the working directory."""
import random
import sys
from fractions import Fraction

random.seed(20240630)
DASH, EQUAL = '—', '持平'


def half_up(x):
    """A fraction that is not negative, rounded to a whole number."""
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)


def amount(change, decimals, points):
    """The size of a change in its last decimal; what is not 0 is at least 1, what leaves something less than all."""
    n = max(1, half_up(abs(change) * 100 * 10 ** decimals))
    if -1 < change < (1 if points else 0):
        n = min(n, 100 * 10 ** decimals - 1)
    return str(n) if decimals == 0 else '%d.%0*d' % (n // 10 ** decimals, decimals, n % 10 ** decimals)


def say(change, decimals, more, less, unit):
    if change is None:
        return DASH
    if change == 0:
        return EQUAL
    return (more if change > 0 else less) + amount(change, decimals, unit != '%') + unit


def growth(now, before):
    if now == before:
        return Fraction(0)
    return Fraction(now - before) / before if before > 0 else None


def points(now, of, before, before_of):
    return Fraction(now) / of - Fraction(before) / before_of if of > 0 and before_of > 0 else None


def number():
    """(text, value): small, equal, large, negative, with decimals."""
    kind = random.randrange(12)
    if kind == 0:
        return '0', Fraction(0)
    if kind == 1:
        units = random.choice([2 ** 63 - 1, 2 ** 63 - 2, 10 ** 18, 10 ** 18 + 1])
        return str(units), Fraction(units)
    if kind == 2:
        units = -random.randrange(1, 1000)
        return str(units), Fraction(units)
    if kind < 5:
        units, decimals = random.randrange(10 ** random.randrange(1, 12)), random.randrange(1, 5)
        return '%d.%0*d' % (units // 10 ** decimals, decimals, units % 10 ** decimals), Fraction(units, 10 ** decimals)
    units = random.randrange(10 ** random.randrange(1, 13))
    return str(units), Fraction(units)


def rate():
    """((value, of) as texts, as numbers): counts as they are kept, never with decimals."""
    of = random.choice([0, 1, 3, 80, 1999, 2000, 2 ** 63 - 1, random.randrange(1, 10 ** 6), random.randrange(1, 10 ** 12)])
    value = random.choice([0, of, max(of - 1, 0), random.randrange(of + 1), random.randrange(of + 1)])
    return (str(value), str(of)), (value, of)


now, before, template, expected = [], [], [], []
for i in range(int(sys.argv[1])):
    (a, x), (b, y) = number(), number()
    if i % 7 == 0:
        b, y = a, x
    elif i % 70 == 2:  # nearly all is gone
        a, x, b, y = '1', Fraction(1), '200000', Fraction(200000)
    elif i % 7 == 1:  # nearly equal, or just at the half
        y = Fraction(random.choice([1000, 2000, 3000, 40, 80]))
        x = y + random.choice([-1, 1, 2, 3])
        a, b = str(x), str(y)
    ((p, q), (pn, qn)), ((r, s), (rn, sn)) = rate(), rate()
    decimals = random.randrange(5)
    now += ['c%d,,2024-06-30,,%s,' % (i, a), 'r%d,,2024-06-30,,%s,%s' % (i, p, q)]
    before += ['c%d,,2024-05-31,,%s,' % (i, b), 'r%d,,2024-05-31,,%s,%s' % (i, r, s)]
    if i % 70 == 3:  # from nearly nothing to nearly all, or back
        ends = [(('1', '200000'), (1, 200000)), (('199999', '200000'), (199999, 200000))]
        ((p, q), (pn, qn)), ((r, s), (rn, sn)) = random.sample(ends, 2)
        now[-1] = 'r%d,,2024-06-30,,%s,%s' % (i, p, q)
        before[-1] = 'r%d,,2024-05-31,,%s,%s' % (i, r, s)
    change, difference = growth(x, y), points(pn, qn, rn, sn)
    template.append('{{c%d|grow:p}} {{c%d|grow:p:%d|sign}} {{c%d|change:p}} {{r%d|points:p}} {{r%d|points:p:%d|sign}} {{r%d|percent|change:p}}'
                    % (i, i, decimals, i, i, i, decimals, i))
    word = say(change, 1, '增长', '下降', '%')
    change_of_rate = say(difference, 1, '提高', '下降', '个百分点')
    expected.append(' '.join([
        word, say(change, decimals, '+', '-', '%'), word if word == DASH else '环比' + word,
        change_of_rate, say(difference, decimals, '+', '-', ''), change_of_rate if change_of_rate == DASH else '环比' + change_of_rate]))

header = 'figure,area,period,group,value,of'
for name, lines in (('now.csv', [header] + now), ('before.csv', [header] + before), ('template.md', template), ('expected.md', expected)):
    with open(name, 'w', encoding='utf-8', newline='\n') as f:
        f.write('\n'.join(lines) + '\n')
