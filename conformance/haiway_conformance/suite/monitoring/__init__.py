"""Monitors: what a clause says of any run of any program, read off its trace.

A directed property knows its program, and asks for everything that its clause says. A monitor knows
only the trace and which task carries out which part of the program (`History`), and asks for less:
only for what holds in every program. Each chapter has its monitors in its module `monitor`.
"""
