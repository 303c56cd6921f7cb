"""`dataclass`, with its methods written when the first one is made.

Writing the methods of sixty classes took almost half of the time to import all features, and a
start needs few of them. Not for classes that are looked at before one is made (`fields(Class)`),
or built upon.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(**options: Any) -> Callable[[type], type]:
        """Return a decorator; the options are those of `dataclasses.dataclass`."""

        def decorate(cls: type) -> type:
            def complete(self: Any, *values: Any, **named: Any) -> None:
                if cls.__init__ is complete:
                    del cls.__init__
                    dataclasses.dataclass(**options)(cls)
                self.__init__(*values, **named)

            cls.__init__ = complete
            return cls

        return decorate
