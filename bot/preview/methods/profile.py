"""What a bot sets about itself: commands, descriptions, name, menu button."""

from __future__ import annotations

from typing import Any

from bot.preview.methods.call import Call
from bot.preview.refusals import bad


def get_me(call: Call) -> dict[str, Any]:
    return call.bot.own_view()


def _scope(call: Call) -> str:
    scope = call.params.json("scope") or {"type": "default"}
    return " ".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)


def _commands_key(call: Call) -> str:
    return f"commands:{_scope(call)}:{call.params.text('language_code')}"


def set_my_commands(call: Call) -> bool:
    commands = call.params.json("commands") or []
    for command in commands:
        name, words = command.get("command", ""), command.get("description", "")
        if not 1 <= len(name) <= 32 or name != name.lower() or not name.replace("_", "").isalnum():
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(words) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.bot.settings[_commands_key(call)] = commands
    call.telegram.changes.add("bot")
    return True


def get_my_commands(call: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call.bot.settings.get(_commands_key(call), [])
    return found


def delete_my_commands(call: Call) -> bool:
    call.bot.settings.pop(_commands_key(call), None)
    call.telegram.changes.add("bot")
    return True


def _set(call: Call, name: str, limit: int) -> bool:
    text = call.params.text(name)
    if len(text) > limit:
        raise bad(f"bot {name.replace('_', ' ')} is too long")
    call.bot.settings[f"{name}:{call.params.text('language_code')}"] = text
    call.telegram.changes.add("bot")
    return True


def _get(call: Call, name: str, default: str = "") -> dict[str, str]:
    return {name: call.bot.settings.get(f"{name}:{call.params.text('language_code')}", default)}


def set_my_description(call: Call) -> bool:
    return _set(call, "description", 512)


def get_my_description(call: Call) -> dict[str, str]:
    return _get(call, "description")


def set_my_short_description(call: Call) -> bool:
    return _set(call, "short_description", 120)


def get_my_short_description(call: Call) -> dict[str, str]:
    return _get(call, "short_description")


def set_my_name(call: Call) -> bool:
    return _set(call, "name", 64)


def get_my_name(call: Call) -> dict[str, str]:
    return _get(call, "name", call.bot.first_name)


def set_chat_menu_button(call: Call) -> bool:
    call.bot.settings[f"menu:{call.params.text('chat_id')}"] = call.params.json("menu_button")
    return True


def get_chat_menu_button(call: Call) -> Any:
    return call.bot.settings.get(f"menu:{call.params.text('chat_id')}") or {"type": "default"}


def set_my_default_administrator_rights(call: Call) -> bool:
    call.bot.settings["rights"] = call.params.json("rights")
    return True


METHODS = (
    get_me, set_my_commands, get_my_commands, delete_my_commands, set_my_description, get_my_description,
    set_my_short_description, get_my_short_description, set_my_name, get_my_name, set_chat_menu_button,
    get_chat_menu_button, set_my_default_administrator_rights,
)  # fmt: skip
