from hostile import Hostile


class Target(Hostile):
    pass


raise RuntimeError("half-way")
