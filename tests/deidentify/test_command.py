"""`heed deidentify` as a person or a script calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEED = (sys.executable, "-m", "services.heed", "deidentify")


def heed(*arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """The command, with these bytes on its standard input."""
    return subprocess.run([*HEED, *arguments], input=given, capture_output=True, check=False, timeout=60)


def test_lines_of_standard_input_come_out_reduced() -> None:
    """A line in, a line out, with its own ending; the last one may have none."""
    done = heed(given="Sarah told Zoë.\r\n\nring 07700 900123".encode())
    assert done.stdout.decode() == "[name 1] told [name 2].\r\n\nring [phone 1]"
    assert (done.returncode, done.stderr) == (0, b"")


def test_json_gives_text_spans_and_review_for_each_line(tmp_path: Path) -> None:
    """Offsets are of the line as it stood in the file; what needs a person says so."""
    file = tmp_path / "texts"
    line = "Zoë, 9, saw the only social worker from Basildon"
    file.write_text(f"{line}\nnothing here\n", encoding="utf-8")
    first, second = (json.loads(each) for each in heed("--json", str(file)).stdout.decode().splitlines())
    assert first["text"] == "[name 1], 9, saw the only social worker from [place 1]"
    assert [(line[span["start"] : span["end"]], span["type"]) for span in first["spans"]] == [
        ("Zoë", "name"),
        ("Basildon", "place"),
    ]
    assert all(span["reason"] for span in first["spans"])
    assert [(mark["type"], mark["review"]) for mark in first["review"]] == [("indirect", True)]
    assert second == {"text": "nothing here", "spans": [], "review": []}


@pytest.mark.parametrize("arguments", [(), ("--json", "-")])
def test_a_line_that_is_not_utf_8_is_named_and_the_rest_goes_on(arguments: tuple[str, ...]) -> None:
    """It neither stops the stream nor vanishes, and none of it is shown; the exit code says so."""
    done = heed(*arguments, given=b"Sarah rang\nsecret \xff line\nSarah rang\n")
    lines = done.stdout.decode().splitlines()
    texts = [json.loads(line)["text"] for line in lines] if arguments else lines
    assert texts == ["[name 1] rang", "[text 1]", "[name 1] rang"]
    assert done.returncode == 1
    assert b"line 2 isn't UTF-8: byte 8 of 13 is 0xff" in done.stderr
    assert b"secret" not in done.stdout + done.stderr


def test_a_line_comes_out_before_the_next_goes_in() -> None:
    """It streams: what is piped in line by line comes out line by line."""
    with subprocess.Popen(HEED, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(2):
            running.stdin.write(b"Sarah rang\n")
            running.stdin.flush()
            assert running.stdout.readline() == b"[name 1] rang\n"
        running.stdin.close()


def test_a_file_that_is_not_there_is_told_in_a_line(tmp_path: Path) -> None:
    """A mistake in the name is the caller's to mend: no trace, exit code 2."""
    done = heed(str(tmp_path / "none"))
    assert done.returncode == 2
    assert b"none: no such file" in done.stderr.replace(b"\n", b"")
    assert b"Traceback" not in done.stderr
