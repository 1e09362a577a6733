"""A table as Parquet, made in a process of its own: the library takes more memory than a web server can spare.

`python -m knooppunt.figures.parquet` reads columns and rows as JSON from standard input and writes the file to standard
output. It knows nothing of Knooppunt and reads no database.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

LONGEST = 120  # seconds; tens of thousands of rows take one


def as_parquet(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]) -> bytes:
    """Give the file. `columns` are (name, type) with type text, texts or number; what is not there is None.

    The same table gives the same bytes. Raises RuntimeError when the process fails; its words hold no data.
    """
    told = json.dumps({"columns": columns, "rows": rows})
    done = subprocess.run(  # noqa: S603  our own module, by our own interpreter
        [sys.executable, "-m", __name__], input=told.encode(), capture_output=True, timeout=LONGEST, check=False
    )
    if done.returncode:
        raise RuntimeError(f"Parquet could not be made: {done.returncode}.")
    return done.stdout


def _write(table: dict[str, Any]) -> None:
    import pyarrow  # type: ignore[import-untyped]  # only in a process of its own
    from pyarrow import parquet

    types = {"text": pyarrow.string(), "texts": pyarrow.list_(pyarrow.string()), "number": pyarrow.int32()}
    fields = [pyarrow.field(name, types[kind]) for name, kind in table["columns"]]
    by_column = list(zip(*table["rows"], strict=True)) or [()] * len(fields)
    arrays = [pyarrow.array(values, field.type) for values, field in zip(by_column, fields, strict=True)]
    parquet.write_table(
        pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields)), sys.stdout.buffer, compression="zstd"
    )


if __name__ == "__main__":
    _write(json.load(sys.stdin))
