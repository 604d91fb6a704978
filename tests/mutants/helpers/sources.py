"""Mutants of `process/sources` and `execute/sources`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="strings_are_single_elements",
        symptom="a text that is to be handled letter by letter is handled as a whole",
        module="calls",
        right="        if not isinstance(source, AsyncIterable):\n",
        wrong=(
            "        if isinstance(source, str):\n"
            "            source = (source,)\n"
            "        if not isinstance(source, AsyncIterable):\n"
        ),
        clauses=("process/sources", "execute/sources"),
        message=r"called with something that is not an element|h1 returned after",
    ),
    Mutant(
        name="asynchronous_iterables_are_iterators",
        symptom="a paginated query that is no iterator itself is refused",
        module="calls",
        right="        iterator = aiter(source)\n",
        wrong="        iterator = source\n",
        clauses=("process/sources", "execute/sources"),
        message=r"async iterable of \d+ elements, but the helper raised",
    ),
    Mutant(
        name="bytes_are_a_single_element",
        symptom="a file that is to be handled byte by byte is handled as a whole",
        module="calls",
        right="            for element in source:\n",
        wrong="            for element in [source] if isinstance(source, bytes) else source:\n",
        clauses=("process/sources", "execute/sources"),
        message=r"called with something that is not an element|h1 returned after",
    ),
)
