using System.Text.RegularExpressions;
using EdgeSip2.Settings;
using Perks.Edge.V1;
using AppCode = EdgeService.Core.Members.AppCode;

namespace EdgeSip2.Edge;

/// <summary>Tells what was scanned in a patron's place (<c>AA</c>): the app's code, a document, or a card of the library.</summary>
internal sealed class ScannedMember(LibrarySettings library)
{
    private readonly Regex? _documents = library.IdentityDocuments is { } pattern ? new Regex(pattern, RegexOptions.NonBacktracking) : null;

    public MemberRef Read(string scanned) => new() { Kind = KindOf(scanned), Value = scanned };

    /// <summary>An app code means nothing to a library system, and is never shown to it.</summary>
    public static bool IsAppCode(string scanned) => scanned.StartsWith(AppCode.Prefix, StringComparison.Ordinal);

    private MemberRefKind KindOf(string scanned)
    {
        if (IsAppCode(scanned))
            return MemberRefKind.AppCode;
        return _documents?.IsMatch(scanned) == true ? MemberRefKind.IdentityDocument : MemberRefKind.PartnerCard;
    }
}
