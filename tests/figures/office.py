"""LibreOffice as somebody uses it: opens a file and saves it as another kind."""

import subprocess
from pathlib import Path

AS_TEXT_FROM = "CSV:59,34,76,1,,1043,false,true"  # semicolons, UTF-8, Dutch, and dates are known as dates


def saved_as(kind: str, name: str, content: bytes, folder: Path) -> bytes:
    """Give the file as LibreOffice saves it: xlsx, xls, ods."""
    (folder / name).write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    command += [f"--infilter={AS_TEXT_FROM}"] if name.endswith(".csv") else []
    command += ["--outdir", str(folder / "saved"), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "saved" / name).with_suffix(f".{kind}").read_bytes()
