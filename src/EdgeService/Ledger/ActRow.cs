using EdgeService.Core.Changes;
using EdgeService.Core.Grants;

namespace EdgeService.Ledger;

/// <summary>An act as databases hold it.</summary>
internal static class ActRow
{
    public static byte[] Write(KeptAct act) => ChangeEncoding.Write(new ChangeMade(act.Act));

    /// <exception cref="FormatException">The bytes are no act.</exception>
    public static KeptAct Read(byte[] act, int actorKind, string actorName, byte[] proof) =>
        ChangeEncoding.Read(act) is ChangeMade made ? new(made.Change, new Actor((ActorKind)actorKind, actorName), proof) : throw new FormatException("The bytes are no act.");
}
