"""What people set for themselves, and what the desk keeps of itself between two starts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from newstrans.store.schema import desk_value, user_setting


def get_setting(connection: Connection, name: str, setting: str) -> Mapping[str, Any]:
    """What somebody set, by the name of the setting; empty for nothing."""
    query = select(user_setting.c.value).where(user_setting.c.name == name, user_setting.c.setting == setting)
    text = connection.execute(query).scalar()
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def set_setting(connection: Connection, name: str, setting: str, value: Mapping[str, Any]) -> None:
    """Keep what somebody set; an empty value takes it away."""
    connection.execute(delete(user_setting).where(user_setting.c.name == name, user_setting.c.setting == setting))
    if value:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        connection.execute(insert(user_setting).values(name=name, setting=setting, value=text))


def desk_value_of(connection: Connection, name: str, make: Callable[[], str]) -> str:
    """What the desk keeps under `name`; made when it is asked for the first time, in the caller's writing transaction."""
    found = connection.execute(select(desk_value.c.value).where(desk_value.c.name == name)).scalar()
    if found is None:
        found = make()
        connection.execute(insert(desk_value).values(name=name, value=found))
    return str(found)
