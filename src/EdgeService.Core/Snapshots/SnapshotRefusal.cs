namespace EdgeService.Core.Snapshots;

/// <summary>Why a snapshot file is not served from.</summary>
public enum SnapshotFault
{
    /// <summary>The file does not begin as a snapshot does.</summary>
    NotASnapshot = 1,

    /// <summary>Written by a newer major version of the format.</summary>
    NewerVersion = 2,

    /// <summary>The footer is not where the file ends, or the file is shorter or longer than the footer says.</summary>
    CutShort = 3,

    /// <summary>The footer carries no signature.</summary>
    Unsigned = 4,

    /// <summary>Signed by a key that is not trusted here.</summary>
    UnknownKey = 5,

    /// <summary>The signature does not fit the footer.</summary>
    BadSignature = 6,

    /// <summary>A chunk, or the table of chunk hashes, is not what was signed.</summary>
    Damaged = 7,

    /// <summary>Whole and signed, but laid out against the format.</summary>
    Malformed = 8,

    /// <summary>Needs something that this reader does not know.</summary>
    UnknownFeature = 9,

    /// <summary>Built under another member secret: no member would be found.</summary>
    OtherSecret = 10,

    /// <summary>Older than the revision already served.</summary>
    OlderRevision = 11,

    /// <summary>The operating system could not read the file.</summary>
    Unreadable = 12,

    /// <summary>Changes acknowledged here are neither in the file nor in this edge's log.</summary>
    ChangesMissing = 13,
}

/// <summary>A refused snapshot: the fault, and one sentence for an operator, without personal data.</summary>
public sealed record SnapshotRefusal(SnapshotFault Fault, string Detail);
