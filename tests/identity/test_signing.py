"""The development issuer's files."""

from __future__ import annotations

import json
from pathlib import Path

import jwt
import pytest

from gateway.__main__ import main
from gateway.ground.errors import ConfigurationError
from gateway.identity.signing import LIFETIME, read_issuer, write_key_pair, write_token


def personas(folder: Path, content: object) -> Path:
    file = folder / "personas.json"
    file.write_text(json.dumps(content))
    return file


ANNA = {"id": "anna", "name": "Anna", "actor_id": "a1", "scopes": ["ideas:write"], "acr": "high", "description": "-"}


def test_a_written_key_pair_signs_tokens_that_its_public_half_checks(tmp_path: Path) -> None:
    private, public = write_key_pair(tmp_path / "dev-issuer")
    assert private.stat().st_mode & 0o777 == 0o600
    issuer = read_issuer(private, personas(tmp_path, [ANNA]), name="i", audience="a")
    (key,) = jwt.PyJWKSet.from_dict(json.loads(public.read_text())).keys
    token = issuer.token(issuer.personas["anna"])
    assert jwt.get_unverified_header(token)["kid"] == key.key_id
    claims = jwt.decode(token, key, algorithms=["EdDSA"], audience="a", issuer="i")
    assert (claims["sub"], claims["actor_id"], claims["scope"], claims["acr"]) == ("anna", "a1", "ideas:write", "high")
    assert claims["exp"] - claims["iat"] == LIFETIME <= 8 * 3600


def test_a_key_that_is_there_stays_unless_another_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`docker compose up` runs the command each time; the gateway that runs goes on signing with the old key."""

    def made(*more: str) -> tuple[bytes, str, str]:
        assert main(["dev-key", str(tmp_path), *more]) == 0
        files = (tmp_path / "private.pem").read_bytes(), (tmp_path / "jwks.json").read_text()
        return *files, capsys.readouterr().out.split()[0]

    first = made()
    assert first[2] == "Wrote"
    (tmp_path / "jwks.json").unlink()
    assert made() == (*first[:2], "Kept")
    another = made("--anew")
    assert another[2] == "Wrote"
    assert another[0] != first[0]
    assert another[1] != first[1]


@pytest.mark.parametrize("email", [None, "anna@example.org"])
def test_an_address_that_a_person_has_is_verified(tmp_path: Path, email: str | None) -> None:
    """Without one the token says nothing about it: no null that a reader might take for an address."""
    private, public = write_key_pair(tmp_path)
    issuer = read_issuer(private, personas(tmp_path, [{**ANNA, "email": email}]), name="i", audience="a")
    (key,) = jwt.PyJWKSet.from_dict(json.loads(public.read_text())).keys
    claims = jwt.decode(issuer.token(issuer.personas["anna"]), key, algorithms=["EdDSA"], audience="a", issuer="i")
    assert (claims.get("email"), claims.get("email_verified")) == (email, True if email else None)
    assert ("email" in claims, "email_verified" in claims) == (bool(email), bool(email))


def test_the_public_file_holds_no_private_part(tmp_path: Path) -> None:
    _, public = write_key_pair(tmp_path)
    (key,) = json.loads(public.read_text())["keys"]
    assert "d" not in key


@pytest.mark.parametrize("content", [{}, [{"id": 1}], [{"name": "no id"}], "x"])
def test_persons_of_the_wrong_form_are_refused(tmp_path: Path, content: object) -> None:
    private, _ = write_key_pair(tmp_path)
    with pytest.raises(ConfigurationError, match="demo persons"):
        read_issuer(private, personas(tmp_path, content), name="i", audience="a")


@pytest.mark.parametrize("content", [None, "nonsense"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: str | None) -> None:
    no_key = tmp_path / "private.pem"
    if content:
        no_key.write_text(content)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_issuer(no_key, personas(tmp_path, [ANNA]), name="i", audience="a")


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        write_key_pair(tmp_path / "file" / "folder")


def test_a_program_gets_a_token_that_holds_for_longer(tmp_path: Path) -> None:
    private, public = write_key_pair(tmp_path)
    issuer = read_issuer(private, personas(tmp_path, [ANNA]), name="i", audience="a")
    write_token(issuer, "anna", 90_000, tmp_path / "token")
    (key,) = jwt.PyJWKSet.from_dict(json.loads(public.read_text())).keys
    written = (tmp_path / "token").read_text().strip()
    claims = jwt.decode(written, key, algorithms=["EdDSA"], audience="a", issuer="i")
    assert (claims["sub"], claims["scope"], claims["exp"] - claims["iat"]) == ("anna", "ideas:write", 90_000)


@pytest.mark.parametrize(
    ("persona", "lifetime", "place", "said"),
    [
        ("nobody", 1, "token", "no demo person nobody; there are: anna"),
        ("anna", 0, "token", "at least one day"),
        ("anna", 1, "nowhere/token", "cannot be written"),
    ],
)
def test_a_token_that_cannot_be_made_is_a_clear_error(
    tmp_path: Path, persona: str, lifetime: int, place: str, said: str
) -> None:
    private, _ = write_key_pair(tmp_path)
    issuer = read_issuer(private, personas(tmp_path, [ANNA]), name="i", audience="a")
    with pytest.raises(ConfigurationError, match=said):
        write_token(issuer, persona, lifetime, tmp_path / place)
    assert not (tmp_path / "token").exists()
