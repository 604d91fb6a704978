"""An explorer that runs nothing: it finds what the property tells it to find."""

from haiway_conformance.judgement import FailedRun, Violation, explorer
from haiway_conformance.judgement.findings import Counterexample, Findings


class FakeRun:
    """The only run of a program; stands for a single run, too."""

    def __init__(self, program):
        self.program = program

    def __call__(self, program, **options):
        yield self.program


class FakeExplorer:
    def __init__(
        self,
        adapter,
        *,
        seed,
        profile,
        implementation,
        clause,
        oracles,
        find_violated,
        hygiene_budget,
        present,
        raise_if_stopped,
    ):
        assert len(oracles) == 5, "the reference lies beside the kit"
        self.adapter, self.seed, self.profile = adapter, seed, profile
        self.raise_if_stopped = raise_if_stopped
        self.present, self.lacking = present, set()
        self.programs, self.met, self.answers = [], 0, set()
        self.find_violated = find_violated
        self.hygiene, self.unclean, self.blamed = {}, {}, {}
        self.noted, self.deterministic = None, True

    def __call__(self, program, *, met=True, unclean=(), needs=(), blamed=()):
        self.raise_if_stopped()
        if lacking := {*needs} - self.present:
            self.lacking |= lacking
            return
        self.programs.append(program)
        self.met += met
        for name in ("hygiene/no-orphans", "hygiene/no-unretrieved", *unclean):
            self.hygiene[name] = self.hygiene.get(name, 0) + 1
        for name in unclean:
            text = f"program {program!r} left something"
            self.unclean[name] = Counterexample("t1 was left", text, "token", 1)
        for name in blamed:
            self.blamed[name] = Counterexample("t2 hung", f"program {program!r}", "token", 1)
        yield program
        self.raise_if_stopped()

    def failed_run(self, violation):
        return FailedRun(FakeRun(self.programs[-1]), violation)

    def shrink(self, failed, replay, *, any_program, budget):
        """The last program that is violated, of those that have one less each time."""
        if any_program and budget:
            for smaller in range(failed.run.program - 1, -1, -1):
                try:
                    replay(FakeRun(smaller))
                except Violation as violation:
                    failed = FailedRun(FakeRun(smaller), violation)
                else:
                    break
        return failed

    def note(self, violation, replay):
        self.noted = self.failed_run(violation)
        return True

    def recall(self):
        return None if self.deterministic else self.noted

    def observe(self, answer):
        self.answers.add(answer)

    def findings(self):
        return Findings(
            programs=len(self.programs),
            schedules=2 * len(self.programs),
            met=self.met,
            digest=f"{self.seed}:{self.programs!r}",
            lacking=tuple(sorted(self.lacking)),
            observed=tuple(sorted(self.answers)),
            hygiene=dict(self.hygiene),
            unclean=dict(self.unclean),
            blamed=dict(self.blamed),
        )

    def counterexample(self, failed):
        program = failed.run.program
        text = f"the program {program!r}\nunder its only schedule"
        return Counterexample(failed.violation.sentence, text, f"token-{program!r}", 7)


_REAL = explorer.Explorer


def pytest_configure(config):
    explorer.Explorer = FakeExplorer


def pytest_unconfigure(config):
    explorer.Explorer = _REAL
