"""An explorer that runs nothing: what it finds is what the property tells it to find."""

from haiway_conformance.judgement import Violation, explorer
from haiway_conformance.judgement.findings import Counterexample, Findings


class FakeExplorer:
    def __init__(self, adapter, *, seed, profile, implementation, clause, control):
        assert control is not None, "the reference lies beside the kit"
        self.adapter, self.seed, self.profile = adapter, seed, profile
        self.programs, self.met, self.answers = [], 0, set()
        self.hygiene, self.unclean = {}, {}
        self.instead = None
        self.noted, self.restless = None, False

    def __call__(self, program, *, met=True, unclean=()):
        if self.instead is not None:
            program = self.programs[-1] = self.instead
            yield program
            return
        self.programs.append(program)
        self.met += met
        for name in ("hygiene/no-orphans", "hygiene/no-unretrieved", *unclean):
            self.hygiene[name] = self.hygiene.get(name, 0) + 1
        for name in unclean:
            text = f"program {program!r} left something"
            self.unclean[name] = Counterexample("t1 was left", text, "token", 1)
        yield program

    def shrink(self, violation, again, *, any_program):
        """The last program that is violated, of those that have one less each time."""
        if not any_program:
            return violation
        for smaller in range(self.programs[-1] - 1, -1, -1):
            self.instead = smaller
            try:
                again(smaller)
            except Violation as another:
                violation = another
            else:
                self.programs[-1] = smaller + 1
                break
        self.instead = None
        return violation

    def note(self, violation):
        self.noted = violation

    def recall(self):
        """As if runs could be repeated, unless the property says otherwise."""
        return self.noted if self.restless else None

    def observe(self, answer):
        self.answers.add(answer)

    def findings(self):
        return Findings(
            programs=len(self.programs),
            schedules=2 * len(self.programs),
            met=self.met,
            digest=f"{self.seed}:{self.programs!r}",
            observed=tuple(sorted(self.answers)),
            hygiene=dict(self.hygiene),
            unclean=dict(self.unclean),
        )

    def counterexample(self, violation):
        program = self.programs[-1]
        text = f"the program {program!r}\nunder its only schedule"
        return Counterexample(violation.sentence, text, f"token-{program!r}", 7)


_REAL = explorer.Explorer


def pytest_configure(config):
    explorer.Explorer = FakeExplorer


def pytest_unconfigure(config):
    explorer.Explorer = _REAL
