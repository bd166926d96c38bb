"""`heed receipt verify` says whether a report was received here, and on which day."""

from pathlib import Path

from typer.testing import CliRunner

from services.heed.cli import app
from services.intake.keys import ensure_secret
from services.intake.receipts.proof import proof_of

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "heed.toml"


def _run(folder: Path, proof: str, *arguments: str) -> tuple[int, str]:
    directory = folder / ".heed" / "keys"
    raw = CONFIGURATION.read_text(encoding="utf-8").replace('".heed/keys"', f'"{directory}"')
    (folder / "heed.toml").write_text(raw, encoding="utf-8")
    ensure_secret(directory)
    result = CliRunner().invoke(
        app, ["--config", str(folder / "heed.toml"), "receipt", "verify", *arguments], input=proof
    )
    return result.exit_code, result.output


def _secret(folder: Path) -> bytes:
    ensure_secret(folder / ".heed" / "keys")
    return bytes.fromhex((folder / ".heed" / "keys" / "intake-secret").read_text(encoding="utf-8"))


def test_a_proof_from_a_file_or_standard_input_holds(tmp_path: Path) -> None:
    """With the day, and without the report's words."""
    proof = proof_of(_secret(tmp_path), "2026-11-23", ["What happened: unmistakable"])
    (tmp_path / "proof").write_text(proof, encoding="utf-8")
    told = "The proof holds. This report was received here on 23 November 2026.\n"
    assert _run(tmp_path, proof) == (0, told)
    assert _run(tmp_path, "", str(tmp_path / "proof")) == (0, told)


def test_a_changed_proof_ends_with_one(tmp_path: Path) -> None:
    """The report, or not a proof at all; the words aren't repeated."""
    proof = proof_of(_secret(tmp_path), "2026-11-23", ["What happened: unmistakable"])
    code, told = _run(tmp_path, proof.replace("unmistakable", "something else"))
    assert (code, told.startswith("The proof does not hold")) == (1, True)
    assert "something else" not in told
    assert _run(tmp_path, "nothing")[0] == 1
