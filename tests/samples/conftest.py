"""The tests within the samples are run by the samples' own pytest, not by ours."""

collect_ignore_glob = ["*/*"]
