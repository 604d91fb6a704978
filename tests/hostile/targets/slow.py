import time

from hostile import Hostile

time.sleep(10)


class Target(Hostile):
    pass
