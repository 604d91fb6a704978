"""Helpers that work on many elements at once; see `concurrent`."""

from .concurrent import execute_concurrently, process_concurrently, stream_concurrently

__all__ = ["execute_concurrently", "process_concurrently", "stream_concurrently"]
