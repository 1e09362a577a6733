"""Files that are sent: in memory only, from professionals only, and never more than a scan can be."""

from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

MOST = 20_000_000  # bytes of a whole request; what is kept is at most eight million, and a form says so kindly


class InMemory(FileUploadHandler):
    """Keeps a file in memory. What somebody sends who is not signed in with a second factor is thrown away unread."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: str, encoding: str | None = None
    ) -> None:  # fmt: skip
        """Refuse a request that is too large before a byte of it is read. Raises RequestDataTooBig."""
        if content_length > MOST:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, for somebody who may send one. Raises SkipFile for anybody else."""
        super().new_file(*args, **kwargs)
        if getattr(getattr(self.request, "actor", None), "assurance", "none") != "strong":
            raise SkipFile
        self.held = BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece."""
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Give the file."""
        self.held.seek(0)
        return InMemoryUploadedFile(
            file=self.held, field_name=self.field_name, name=self.file_name, content_type=self.content_type or "",
            size=file_size, charset=self.charset, content_type_extra=self.content_type_extra,
        )  # fmt: skip
