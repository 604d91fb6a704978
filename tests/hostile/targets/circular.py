from circular_too import Target


class Other:
    pass
