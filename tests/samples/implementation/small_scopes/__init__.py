"""Scopes and tasks with the interface of haiway, and nothing else of it."""

from small_scopes import ctx

__all__ = ("ctx",)
