"""What can be run and what can be set is written down."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.apps import apps
from django.core.management import find_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
OURS = [app for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
COMMANDS = ROOT / "docs" / "commands.md"
READERS = {"env_str", "env_int", "env_bool", "env_list"}


def our_commands() -> set[str]:
    return {name for app in OURS for name in find_commands(f"{app.path}/management")}


def variables_read() -> set[str]:
    """Return the names that the settings read from the environment."""
    names = set()
    for path in (ROOT / "exam_site" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS:
                names |= {argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)}
    return names


def test_every_command_is_written_down():
    documented = set(re.findall(r"^## `([a-z_]+)", COMMANDS.read_text(encoding="utf-8"), re.MULTILINE))

    assert documented == our_commands()


def test_every_setting_is_written_down():
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert set(table) == variables_read() | {"DJANGO_SETTINGS_MODULE"}


def test_every_option_of_a_command_is_written_down():
    known = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}
    known |= {"--skip-checks", "--help"}
    text = COMMANDS.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `([a-z_]+)[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))

    missing = set()
    for app in OURS:
        for name in find_commands(f"{app.path}/management"):
            parser = load_command_class(app.name, name).create_parser("manage.py", name)
            options = {option for action in parser._actions for option in action.option_strings if option[:2] == "--"}
            missing |= {(name, option) for option in options - known if f"`{option}" not in sections[name]}

    assert missing == set()


def test_pages_of_the_docs_lead_somewhere():
    dead = {
        (str(page.relative_to(ROOT)), link)
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not re.match(r"https?:|mailto:", link) and not (page.parent / link).exists()
    }

    assert dead == set()
