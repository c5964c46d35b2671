"""Reduced ordered binary decision diagrams over the unknown facts of one question.

Two functions of the unknowns are the same exactly where their nodes are, so "does this reading
differ from that one, for some filling?" is a comparison of two integers (Bryant, Graph-Based
Algorithms for Boolean Function Manipulation, 1986).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

FALSE = 0
TRUE = 1


MOST = 200_000
"""The most nodes that one family of diagrams may have."""


DEEPEST = 20_000
"""The most variables of one family of diagrams."""


# A walk goes as deep as there are variables; a frame of pure Python takes no room on the C stack.
sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEPEST + 2000))


class TooLarge(Exception):
    """Say that a question has more nodes than MOST: its unknowns are too entangled to settle."""


class Diagram:
    """Hold the nodes of one family of diagrams; 0 is false, 1 is true.

    Raises TooLarge where there would be more than `most`, so that no question runs away.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._level: list[int] = [1 << 30, 1 << 30]
        self._low: list[int] = [0, 1]
        self._high: list[int] = [0, 1]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._ands: dict[tuple[int, int], int] = {}
        self._ors: dict[tuple[int, int], int] = {}
        self._nots: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._any_of: dict[int, int] = {0: FALSE}
        self._plain: dict[int, int] = {FALSE: 0}
        self.variables = 0

    @property
    def size(self) -> int:
        """Return how many nodes there are."""
        return len(self._level)

    def variable(self) -> int:
        """Add a variable and return its number, which is its place in the order."""
        if self.variables >= DEEPEST:
            raise TooLarge(f"more than {DEEPEST:,} unknowns of its kind would have to be settled")
        self.variables += 1
        return self.variables - 1

    def of(self, variable: int) -> int:
        """Return the node of a variable."""
        return self._node(variable, FALSE, TRUE)

    def _node(self, level: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (level, low, high)
        found = self._unique.get(key)
        if found is None:
            found = len(self._level)
            if found > self._most:
                raise TooLarge(f"more than {self._most:,} nodes are needed to settle it exactly")
            self._level.append(level)
            self._low.append(low)
            self._high.append(high)
            self._unique[key] = found
            if high == TRUE:
                below = self._plain.get(low)
                if below is not None:
                    self._plain[found] = below | 1 << level
        return found

    def both(self, a: int, b: int) -> int:
        """Return a and b."""
        if a == b or b == TRUE:
            return a
        if a == TRUE:
            return b
        if FALSE in (a, b):
            return FALSE
        if a > b:
            a, b = b, a
        key = (a, b)
        found = self._ands.get(key)
        if found is None:
            level_a, level_b = self._level[a], self._level[b]
            level = min(level_a, level_b)
            low_a, high_a = (self._low[a], self._high[a]) if level_a == level else (a, a)
            low_b, high_b = (self._low[b], self._high[b]) if level_b == level else (b, b)
            found = self._node(level, self.both(low_a, low_b), self.both(high_a, high_b))
            self._ands[key] = found
        return found

    def complement(self, a: int) -> int:
        """Return not a."""
        found = self._nots.get(a)
        if found is None:
            found = self._node(
                self._level[a], self.complement(self._low[a]), self.complement(self._high[a])
            )
            self._nots[a] = found
            self._nots[found] = a
        return found

    def either(self, a: int, b: int) -> int:
        """Return a or b."""
        if a == b or b == FALSE:
            return a
        if a == FALSE:
            return b
        if TRUE in (a, b):
            return TRUE
        if a > b:
            a, b = b, a
        key = (a, b)
        found = self._ors.get(key)
        if found is None:
            level_a, level_b = self._level[a], self._level[b]
            level = min(level_a, level_b)
            low_a, high_a = (self._low[a], self._high[a]) if level_a == level else (a, a)
            low_b, high_b = (self._low[b], self._high[b]) if level_b == level else (b, b)
            found = self._node(level, self.either(low_a, low_b), self.either(high_a, high_b))
            self._ors[key] = found
        return found

    def _from_below(self, nodes: Iterable[int]) -> list[int]:
        """Return nodes with the last in the order first: joining them then walks nothing twice."""
        return sorted(set(nodes), key=self._level.__getitem__, reverse=True)

    def every(self, nodes: Iterable[int]) -> int:
        """Return the conjunction of nodes."""
        result = TRUE
        for node in self._from_below(nodes):
            if self._high[node] == TRUE and self._low[node] == FALSE != node:
                # A variable above all that was joined so far.
                level = self._level[node]
                if level < self._level[result]:
                    result = self._node(level, FALSE, result)
                    continue
            result = self.both(result, node)
            if result == FALSE:
                break
        return result

    def some(self, nodes: Iterable[int]) -> int:
        """Return the disjunction of nodes; what is one of variables alone joins at once."""
        variables = 0
        rest = []
        for node in set(nodes):
            plain = self._plain.get(node)
            if plain is None:
                rest.append(node)
            else:
                variables |= plain
        if TRUE in rest:
            return TRUE
        result = self.any_of(variables)
        for node in self._from_below(rest):
            result = self.either(result, node)
            if result == TRUE:
                break
        return result

    def any_of(self, variables: int) -> int:
        """Return the disjunction of variables, given as bits."""
        found = self._any_of.get(variables)
        if found is None:
            found = FALSE
            left = variables
            while left:
                last = left.bit_length() - 1
                left ^= 1 << last
                known = self._unique.get((last, found, TRUE))
                found = self._node(last, found, TRUE) if known is None else known
            self._any_of[variables] = found
        return found

    def support(self, *nodes: int) -> frozenset[int]:
        """Return the variables that some of the nodes depend on."""
        levels, lows, highs = self._level, self._low, self._high
        found: set[int] = set()
        seen = {FALSE, TRUE}
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                found.add(levels[node])
                waiting.append(lows[node])
                waiting.append(highs[node])
        return frozenset(found)

    def at(self, a: int, value: bool) -> int:
        """Return the constant that a has where every variable is `value`."""
        while a > TRUE:
            a = self._high[a] if value else self._low[a]
        return a

    def surely(self, a: int, values: dict[int, bool], wanted: int) -> bool:
        """Tell whether a has one constant value wherever some variables are fixed like this."""
        seen = {a}
        waiting = [a]
        while waiting:
            node = waiting.pop()
            if node <= TRUE:
                if node != wanted:
                    return False
                continue
            value = values.get(self._level[node])
            branches = (
                (self._low[node], self._high[node])
                if value is None
                else (self._high[node] if value else self._low[node],)
            )
            for branch in branches:
                if branch not in seen:
                    seen.add(branch)
                    waiting.append(branch)
        return True

    def restricted(self, nodes: Iterable[int], values: dict[int, bool]) -> list[int]:
        """Return what functions are once some variables have these values."""
        known: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}

        def walk(node: int) -> int:
            found = known.get(node)
            if found is None:
                level = self._level[node]
                value = values.get(level)
                if value is None:
                    found = self._node(level, walk(self._low[node]), walk(self._high[node]))
                else:
                    found = walk(self._high[node] if value else self._low[node])
                known[node] = found
            return found

        return [walk(node) for node in nodes]

    def satisfying(self, a: int) -> dict[int, bool] | None:
        """Return one assignment under which a is true, or None."""
        if a == FALSE:
            return None
        found: dict[int, bool] = {}
        while a > TRUE:
            high = self._low[a] == FALSE
            found[self._level[a]] = high
            a = self._high[a] if high else self._low[a]
        return found
