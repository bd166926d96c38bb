"""What the de-identification of a text must give. `services.deidentify` gives it."""

from collections.abc import Callable
from typing import Any, Protocol


class Reduced(Protocol):
    """A text whose identifying parts are replaced by what they are; `review` where a person must look before use."""

    @property
    def text(self) -> str: ...

    @property
    def review(self) -> Any: ...


Reduce = Callable[[str], Reduced]
