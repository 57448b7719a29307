#!/usr/bin/env python3
"""Takes the guards of token verification away, one at a time, and sees that the tests notice.

A copy of the sources in a temporary folder gets a switch before every guard, is built once, and its token tests are run once with every guard off.
Prints one line a guard; ends with 1 if a guard was not missed or the list does not fit the sources any more.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
CORE = "src/EdgeService.Core/Tokens/"
TESTS = "FullyQualifiedName~Tests.Tokens|FullyQualifiedName~TokenFuzzTests"

SWITCH = """namespace EdgeService.Core.Tokens;

internal static class Guard
{
    private static readonly string Off = System.Environment.GetEnvironmentVariable("GUARD_OFF") ?? "";

    public static bool IsOff(string name) => Off == name;
}
"""

# Name; file; the guard as it stands; the guard with {off} in the place of a condition that is true when it is switched off.
GUARDS = [
    ("prefix of the text", "TokenVerification", "&& text.StartsWith(TokenFormat.Prefix, StringComparison.Ordinal)", "&& ({off} || text.StartsWith(TokenFormat.Prefix, StringComparison.Ordinal))"),
    ("longest text", "TokenVerification", "return text.Length <= TokenFormat.MaxCharacters", "return ({off} || text.Length <= TokenFormat.MaxCharacters)"),
    ("alphabet", "Base32", "if ((bad & Bad) != 0 ||", "if (((bad & Bad) != 0 && !{off}) ||"),
    ("alphabet, whole blocks", "Base32", "if (source.IsEmpty) return (bad & Bad) == 0;", "if (source.IsEmpty) return {off} || (bad & Bad) == 0;"),
    ("left-over bits", "Base32", "|| bytes[count..].ContainsAnyExcept((byte)0)) return false;", "|| (!{off} && bytes[count..].ContainsAnyExcept((byte)0))) return false;"),
    ("lengths that no encoding has", "Base32", "|| EncodedLength(count) != source.Length ||", "|| (!{off} && EncodedLength(count) != source.Length) ||"),
    ("shortest heads", "CborCursor", ": value >= Shortest(information);", ": {off} || value >= Shortest(information);"),
    ("tag", "TokenVerification", "message.IsTagged\n", "({off} || message.IsTagged)\n"),
    ("nothing unprotected", "TokenVerification", "&& message.Unprotected.Count == 0", "&& ({off} || message.Unprotected.Count == 0)"),
    ("two protected headers", "TokenVerification", "&& message.Protected is { Count: 2, HasAlgorithm: true, HasKeyId: true }", "&& (message.Protected is { Count: 2, HasAlgorithm: true, HasKeyId: true } || ({off} && message.KeyId.Length > 0))"),
    ("size of the key id", "TokenVerification", "&& message.KeyId.Length == KeyId.Size", "&& ({off} || message.KeyId.Length == KeyId.Size)"),
    ("size of the signature", "TokenVerification", "&& message.Signature.Length == TokenFormat.SignatureSize;", "&& ({off} || message.Signature.Length == TokenFormat.SignatureSize);"),
    ("four parts", "CoseSign1", "|| count != 4\n", "|| (count != 4 && !{off})\n"),
    ("end of the message", "CoseSign1", "|| !cursor.TryBytes(out var signature) || !cursor.AtEnd)", "|| !cursor.TryBytes(out var signature) || (!cursor.AtEnd && !{off}))"),
    ("headers not in both buckets", "CoseSign1", "if ((protectedHeaders.HasAlgorithm && unprotectedHeaders.HasAlgorithm)", "if (!{off} && (protectedHeaders.HasAlgorithm && unprotectedHeaders.HasAlgorithm)"),
    ("order of headers", "CoseHeaders", "if (i > 0 && previous.SequenceCompareTo(key) >= 0) return false;", "if (i > 0 && !{off} && previous.SequenceCompareTo(key) >= 0) return false;"),
    ("critical headers", "CoseHeaders", "return false;\n            case KeyIdLabel:", "return {off} && cursor.TrySkip();\n            case KeyIdLabel:"),
    ("four claims", "TokenPayload", "cursor.TryMap(out var count) && count == 4\n", "cursor.TryMap(out var count) && (count == 4 || {off})\n"),
    ("keys of claims", "TokenPayload", "cursor.TryInteger(out var key) && key == expected;", "cursor.TryInteger(out var key) && ({off} || key == expected);"),
    ("end of the claims", "TokenPayload", "&& cursor.AtEnd;", "&& ({off} || cursor.AtEnd);"),
    ("bounds of numbers", "TokenPayload", "cursor.TryUnsigned(out var wide) && wide <= max;", "cursor.TryUnsigned(out var wide) && ({off} || wide <= max);"),
    ("size of the token id", "TokenPayload", "&& id.Length == TokenId.Size", "&& ({off} || id.Length == TokenId.Size)"),
    ("size of the member block", "TokenPayload", "|| member.Length != SealedMember.Size", "|| (member.Length != SealedMember.Size && !{off})"),
    ("perk code that is one", "TokenPayload", "|| perk == 0\n", "|| (perk == 0 && !{off})\n"),
    ("characters of the audience", "AudienceCode", "var valid = code.Length is > 0 and <= MaxLength && AllAllowed(code);", "var valid = code.Length is > 0 and <= MaxLength && ({off} || AllAllowed(code));"),
    ("key of the key id", "TokenVerification", "var key = keys.Find(id);", "var key = {off} ? keys.Keys.FirstOrDefault() : keys.Find(id);"),
    ("algorithm of the key", "TokenVerification", "if (message.Algorithm != key.Algorithm)", "if (!{off} && message.Algorithm != key.Algorithm)"),
    ("signature", "TokenVerification", "if (!IsSigned(message, key))", "if (!{off} && !IsSigned(message, key))"),
    ("audience", "TokenVerification", "if (!gate.Audiences.Contains(claims.Audience))", "if (!{off} && !gate.Audiences.Contains(claims.Audience))"),
    ("start of the key", "TokenVerification", "if (now + TokenFormat.ClockSlack < key.UsableFrom)", "if (!{off} && now + TokenFormat.ClockSlack < key.UsableFrom)"),
    ("expiry", "TokenVerification", "if (now - TokenFormat.ClockSlack >= claims.ExpiresAt)", "if (!{off} && now - TokenFormat.ClockSlack >= claims.ExpiresAt)"),
    ("perks of the key", "TokenVerification", "if (!key.Scope.CoversPerk(claims.PerkCode))", "if (!{off} && !key.Scope.CoversPerk(claims.PerkCode))"),
    ("venues of the key", "TokenVerification", "if (!key.Scope.CoversVenue(gate.Venue))", "if (!{off} && !key.Scope.CoversVenue(gate.Venue))"),
    ("longest lifetime of the key", "TokenVerification", "var tooLong = claims.ExpiresAt - now - TokenFormat.ClockSlack > key.Scope.MaxLifetime ||", "var tooLong = (!{off} && claims.ExpiresAt - now - TokenFormat.ClockSlack > key.Scope.MaxLifetime) ||"),
    ("end of the key", "TokenVerification", "|| claims.ExpiresAt > key.UsableUntil;", "|| (!{off} && claims.ExpiresAt > key.UsableUntil);"),
    ("member block of this token", "MemberSeal", "return second == token.FirstHalf;", "return {off} || second == token.FirstHalf;"),
]


def copy(folder):
    listed = subprocess.run(["git", "ls-files", "-z", "--", "*.props", "*.json", ".editorconfig", "src", "protos", "tests"], cwd=ROOT, check=True, capture_output=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)


def place_switches(folder):
    missing = []
    for name, file, guard, switched in GUARDS:
        path = folder / CORE / (file + ".cs")
        source = path.read_text()
        if source.count(guard) != 1:
            missing.append(f"{file}: {guard.strip()}")
        path.write_text(source.replace(guard, switched.replace("{off}", f'Guard.IsOff("{name}")')))
    (folder / CORE / "Guard.cs").write_text(SWITCH)
    if missing:
        sys.exit("Guards that are not there as the list has them:\n" + "\n".join(missing))


def passes(folder, off):
    run = subprocess.run(
        ["dotnet", "test", "tests/EdgeService.Core.Tests", "--no-build", "--nologo", "--filter", TESTS], cwd=folder, capture_output=True, text=True,
        env=os.environ | {"GUARD_OFF": off, "EDGE_FUZZ_INPUTS": "3000"})
    return run.returncode == 0, next((line.strip() for line in run.stdout.splitlines() if "Failed:" in line), run.stdout[-500:])


def main():
    with tempfile.TemporaryDirectory(prefix="token-guards-") as name:
        folder = pathlib.Path(name)
        copy(folder)
        place_switches(folder)
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
        subprocess.run(["dotnet", "build", "tests/EdgeService.Core.Tests", "--nologo", "-v", "quiet", "-p:TreatWarningsAsErrors=false"], cwd=folder, check=True)
        good, said = passes(folder, "")
        if not good:
            sys.exit(f"The tests fail with every guard in place: {said}")
        unnoticed = [guard[0] for guard in GUARDS if report(guard[0], passes(folder, guard[0]))]
        print(f"{len(GUARDS)} guards, {len(unnoticed)} not missed")
        sys.exit(1 if unnoticed else 0)


def report(name, outcome):
    good, said = outcome
    print(f"{'NOT MISSED' if good else 'missed':10} {name:32} {said}", flush=True)
    return good


if __name__ == "__main__":
    main()
