"""Files that only an office suite can read: LibreOffice, where it is installed, turns them into ones that we read.

    with TemporaryDirectory() as room:
        document = confined_within(OFFICE_LIMITS, converted, data, kind, command, room)

The suite reads a stranger's file, so that it runs in the confined child: with a profile of its own that forbids macros
and links, without a network where the system allows to take it away, and ended with all its processes when its time is
over.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
from pathlib import Path

from accounts.confinement import ConfinementLimits
from question_bank.sheets.report import ForeignKind, UnreadableSheet

#: The suite maps far more memory than it uses.
OFFICE_LIMITS = ConfinementLimits(
    memory=4 << 30, processor_seconds=60, wall_seconds=55, written=100_000_000, open_files=1024
)
#: The child must outlive the suite, to end it.
_PATIENCE_SECONDS = 40
_LARGEST = 50_000_000
_TARGETS: dict[ForeignKind, tuple[str, ...]] = {"text": ("docx",), "table": ("xlsx",), "any": ("docx", "xlsx")}
_FAILED = "LibreOffice 也打不开这个文件：可能已损坏或设有密码。请另存为 .docx 或 .xlsx 再导入。"
_TOO_SLOW = "LibreOffice 在限定的时间里没有读完。请拆成几份，或另存为 .docx 或 .xlsx 再导入。"
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000
#: Links are never followed, macros never run.
_SETTINGS = {
    "Common/Security/Scripting": {"DisableMacrosExecution": "true", "BlockUntrustedRefererLinks": "true"},
    "Writer/Content/Update": {"Link": "2"},
    "Calc/Content/Update": {"Link": "2"},
}


def office_command() -> str | None:
    """Return where LibreOffice is, None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(data: bytes, kind: ForeignKind, command: str, room: str, *, patience: float = _PATIENCE_SECONDS) -> bytes:
    """Return the file as .docx or .xlsx; `room` is an empty directory that the caller clears away.

    Raises:
        UnreadableSheet: LibreOffice cannot read the file either, or not in time.
    """
    place = Path(room)
    sheet = place / "sheet"
    sheet.write_bytes(data)
    _write_settings(place / "profile" / "user")
    # The keeper lets the system forget its children; whoever waits for one must not.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _leave_network()
    suite = [command, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore"]
    for target in _TARGETS[kind]:
        _run([*suite, "--convert-to", target, "--outdir", room, str(sheet)], room, patience)
        made = place / f"sheet.{target}"
        if made.is_file() and 0 < made.stat().st_size <= _LARGEST:
            return made.read_bytes()
    raise UnreadableSheet(_FAILED)


def _run(command: list[str], room: str, patience: float) -> None:
    """Run the suite in a group of its own, and end the group whatever happens."""
    process = subprocess.Popen(  # noqa: S603 -- an installed program, and paths of our own
        command,
        cwd=room,
        env={"PATH": os.environ.get("PATH", ""), "HOME": room, "TMPDIR": room, "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired as error:
        raise UnreadableSheet(_TOO_SLOW) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _leave_network() -> None:
    """Step into a network without any address, where the system lets us; the settings forbid links in any case."""
    library = ctypes.CDLL(None)
    for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK):
        if getattr(library, "unshare", lambda _flags: -1)(flags) == 0:
            return


def _write_settings(user: Path) -> None:
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )
