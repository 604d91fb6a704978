from circular import Other


class Target(Other):
    pass
