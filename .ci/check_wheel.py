"""Check that a wheel holds every file of the packages that is not Python's own rubbish."""

import subprocess
import sys
import zipfile

PACKAGES = ("crawler", "dedupe", "storage")

tracked = subprocess.run(
    ["git", "ls-files", *PACKAGES], check=True, capture_output=True, text=True
).stdout.splitlines()
held = set(zipfile.ZipFile(sys.argv[1]).namelist())
missing = sorted(set(tracked) - held)
if missing:
    sys.exit(f"{sys.argv[1]} lacks {', '.join(missing)}")
print(f"{len(tracked)} files of the packages are in the wheel")
