"""strace, which shows what a server asks of the kernel: found, or fetched where that can be done."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

_APT = "apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y strace"


def find_or_fetch(say: Callable[[str], object]) -> None:
    """See that there is a strace; say so if there isn't and none can be had.

    No test needs it to pass: what can't be tried without it says that it wasn't.
    """
    if not shutil.which("strace") and shutil.which("apt-get") and os.geteuid() == 0:
        say("no strace here: installing the distribution's ...")
        subprocess.run(["sh", "-c", _APT], stdin=subprocess.DEVNULL, check=False, stdout=sys.stderr)
    if not shutil.which("strace"):
        say("no strace: whether a power cut could take what was acknowledged will not be tried")
