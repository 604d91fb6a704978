"""Never gives the event loop its next turn."""

import itertools
import time

from hostile import Hostile


class Spins(Hostile):
    def check_cancellation(self):
        while True:
            pass


class SpinsWhateverIsRaised(Hostile):
    def check_cancellation(self):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass


class SpinsInC(Hostile):
    def check_cancellation(self):
        sum(itertools.repeat(0))  # no bytecode, so no signal handler


class Sleeps(Hostile):
    def check_cancellation(self):
        time.sleep(3600)


class SpinsAtOnce(Hostile):
    """Cannot even be tried."""

    def spawn(self, function, /, *args, **kwargs):
        while True:
            pass
