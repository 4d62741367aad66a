"""Timers and crontab lines that crawl unattended, with everything filled in that can be."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.addresses import is_mail

_TMP = ("/tmp/", "/var/tmp/")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be crawled, how often, and where everything lies."""

    sites: tuple[str, ...]
    db: Path
    contact: str
    every: int = 30
    """Minutes between two runs; each site's own `every` decides whether it is its turn."""
    sites_dir: str = ""
    log: Path | None = None
    minutes: int = 0
    """Minutes after which a run asks for nothing more."""


def command(plan: Plan) -> list[str]:
    """The words of the command that a timer runs."""
    program = Path(sys.argv[0]).resolve()
    words = [str(program)] if program.name == "newsfold" else [sys.executable, "-m", "crawler.cli"]
    words += ["crawl", "--due", *plan.sites, *_where(plan), "--contact", plan.contact]
    # A run must be over before the next but one begins; what is left is the next one's.
    words += ["--max-minutes", str(plan.minutes or max(plan.every - 5, 1))]
    return words


def crontab(plan: Plan) -> str:
    """A crontab line; cron mails what the command says where it ends with exit code 1."""
    if 60 % plan.every == 0:
        when = f"*/{plan.every} * * * *" if plan.every < 60 else "7 * * * *"
    elif plan.every % 60 == 0 and 24 % (plan.every // 60) == 0:
        when = f"7 */{plan.every // 60} * * *"
    else:
        raise ValueError(
            f"cron cannot run every {plan.every} minutes; take a divisor of 60, or hours that "
            "divide a day, or a systemd timer"
        )
    said = shlex.join(command(plan))
    status = shlex.join([*_program(plan), "status", *_where(plan)])
    lock = shlex.quote(f"{plan.db.resolve()}.cron-lock")
    log = shlex.quote(str(_log(plan)))
    # Where no address is named, cron mails whoever the table belongs to; `MAILTO=""` would mail
    # nobody.
    mail = f"MAILTO={plan.contact.strip()}\n" if is_mail(plan.contact) else ""
    table = (
        "# One run at a time: flock passes over a turn while the last run is still at work.\n"
        f"{when} flock -n {lock} {said} >>{log} 2>&1 || true\n"
        "# What needs a person is mailed once a day.\n"
        f"{mail}30 6 * * * {status} >{log}.status || cat {log}.status\n"
    )
    # cron reads % as the end of the line.
    return table.replace("%", "\\%")


def systemd(plan: Plan) -> str:
    """A service and its timer, each under the name of its file."""
    said = " ".join(_systemd_word(word) for word in command(plan))
    db, log = (str(path).replace("%", "%%") for path in (plan.db.resolve(), _log(plan)))
    # A service with a /tmp of its own would find an empty one in place of what lies there.
    own_tmp = "" if _in_tmp(plan) else "PrivateTmp=yes\n"
    return f"""# /etc/systemd/system/newsfold.service
[Unit]
Description=Crawl news sites into {db}
Wants=network-online.target
After=network-online.target

[Service]
# A service runs once at a time; its timer passes over a turn while it is at work.
Type=oneshot
ExecStart={said}
WorkingDirectory={os.path.dirname(db)}
StandardOutput=append:{log}
StandardError=append:{log}
# A run that ends with 1 is worth a look, and shows in `systemctl --failed`.
Nice=10
NoNewPrivileges=yes
{own_tmp}
# /etc/systemd/system/newsfold.timer
[Unit]
Description=Crawl news sites every {plan.every} minutes

[Timer]
OnBootSec=5min
OnUnitActiveSec={plan.every}min
RandomizedDelaySec=60

[Install]
WantedBy=timers.target

# Then: systemctl daemon-reload && systemctl enable --now newsfold.timer
"""


def _in_tmp(plan: Plan) -> bool:
    """Whether anything that the service needs lies in a folder that `PrivateTmp` hides."""
    return any(word.startswith(_TMP) for word in (*command(plan), str(_log(plan))))


def _where(plan: Plan) -> list[str]:
    """The options that say which database and whose profiles."""
    own = ["--sites", str(Path(plan.sites_dir).resolve())] if plan.sites_dir else []
    return ["--db", str(plan.db.resolve()), *own]


def _program(plan: Plan) -> Sequence[str]:
    words = command(plan)
    return words[: words.index("crawl")]


def _log(plan: Plan) -> Path:
    return (plan.log or plan.db.with_suffix(".log")).resolve()


def _systemd_word(word: str) -> str:
    """A word as systemd reads it: `%` and `$` doubled, quoted where there is need."""
    word = word.replace("%", "%%").replace("$", "$$")
    if word and not set(word) & set(" \t\"'\\;"):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
