"""Capabilities are found in the adapter's attributes, or declared to be missing."""

import haiway_spec
import pytest
from haiway_conformance.adapter import CAPABILITIES, Adapter, TargetError, capabilities, smoke_check
from haiway_conformance.adapter.capability import ATTRIBUTES, NEEDS, PART_OF


def nothing(*args): ...


WHOLE = dict.fromkeys(ATTRIBUTES, nothing) | {
    "State": type,
    "scope": lambda name, /, *state, disposables=None: None,
    "process_concurrently": lambda source, /, handler, *, ignore_exceptions=False: None,
    "execute_concurrently": lambda handler, /, elements, *, return_exceptions=False: None,
    "stream_concurrently": lambda a, b, /, exhaustive=False: None,
}


def adapter(**attributes) -> Adapter:
    made = Adapter()
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def test_the_list_is_that_of_the_specification():
    assert CAPABILITIES is haiway_spec.CAPABILITIES


def test_each_capability_is_found_by_something_that_an_adapter_can_have():
    assert tuple(NEEDS) == CAPABILITIES
    assert all(hasattr(Adapter, name) for name in ATTRIBUTES)


def test_an_adapter_with_everything_has_every_capability():
    assert capabilities(adapter(**WHOLE)) == set(CAPABILITIES)


def test_an_adapter_with_nothing_has_none():
    assert capabilities(Adapter()) == set()


def with_their_parts(lost: set[str]) -> set[str]:
    """Return the capabilities, and those that are only there as a part of one of them."""
    return lost | {part for part, wholes in PART_OF.items() if lost.issuperset(wholes)}


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_that_is_none_takes_its_capabilities_away(name):
    lost = set(CAPABILITIES) - capabilities(adapter(**WHOLE | {name: None}))
    found_by_it = {
        each for each, needs in NEEDS.items() if name in {need.partition(".")[0] for need in needs}
    }
    assert lost == with_their_parts(found_by_it)


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_capability_that_is_declared_to_be_missing_is(name):
    lacking = adapter(**WHOLE, lacks=(name,))
    assert capabilities(lacking) == set(CAPABILITIES) - with_their_parts({name})


def test_nothing_is_part_of_a_part():
    assert not {whole for wholes in PART_OF.values() for whole in wholes} & set(PART_OF)


def test_what_is_part_of_either_of_two_is_there_with_one_of_them():
    assert "async-sources" in capabilities(adapter(**WHOLE | {"process_concurrently": None}))
    neither = {"process_concurrently": None, "execute_concurrently": None}
    assert "async-sources" not in capabilities(adapter(**WHOLE | neither))


def test_a_merge_that_only_ends_with_its_last_source_need_not_take_an_argument():
    merge = {"stream_concurrently": lambda a, b, /: None}
    assert capabilities(adapter(**WHOLE | merge, lacks=("ends-first",))) == (
        set(CAPABILITIES) - {"ends-first"}
    )


def without_signature() -> object:
    class Odd:
        __signature__ = "none"

        def __call__(self, *args): ...

    return Odd()


@pytest.mark.parametrize(
    ("capability", "attribute", "function", "there"),
    [
        ("disposables", "scope", lambda name, /, *state: None, False),
        ("disposables", "scope", lambda name, /, *state, disposables: None, True),
        ("disposables", "scope", lambda name, /, **options: None, True),
        ("disposables", "scope", lambda name, disposables=None, /: None, False),
        ("disposables", "scope", lambda name, /, *disposables: None, False),
        ("ignore-exceptions", "process_concurrently", lambda source, /, handler: None, False),
        ("return-exceptions", "execute_concurrently", lambda handler, /, elements: None, False),
        ("return-exceptions", "execute_concurrently", lambda *both, **options: None, True),
        ("exhaustive", "stream_concurrently", lambda a, b, /: None, False),
        ("exhaustive", "stream_concurrently", lambda a, b, /, exhaustive=False: None, True),
        ("exhaustive", "stream_concurrently", lambda a, b, /, *, exhaustive=False: None, True),
        ("exhaustive", "stream_concurrently", without_signature(), True),
    ],
)
def test_what_is_an_argument_is_found_by_the_signature(capability, attribute, function, there):
    found = capabilities(adapter(**WHOLE | {attribute: function}))
    assert (capability in found) is there


def test_unknown_names_are_refused():
    with pytest.raises(TargetError) as caught:
        smoke_check(adapter(**WHOLE, lacks=("telepathy", "spawn", "Spawn")))
    assert str(caught.value) == (
        "the adapter's `lacks` names 'Spawn', 'telepathy', which are not capabilities. The"
        f" capabilities are: {', '.join(CAPABILITIES)}."
    )


def test_a_name_that_stands_alone_is_no_collection_of_names():
    with pytest.raises(TargetError, match=r"Write it as a tuple: `lacks = \('spawn',\)`\."):
        smoke_check(adapter(**WHOLE, lacks="spawn"))
