using System.Data.Common;

namespace EdgeService.Ledger;

/// <summary>A ledger held by a re-keying alone. What differs between the stores; what is done is <see cref="Rekeyer"/>'s.</summary>
internal abstract class RekeyingStore : IDisposable
{
    public abstract DbConnection Connection { get; }

    /// <summary>The secret that the ledger stands under; null for one that no edge has opened since it can know.</summary>
    public abstract LedgerSecret? Secret { get; }

    /// <summary>Begins the transaction, in which the member of an entry and of an act may be changed.</summary>
    public abstract void Begin();

    /// <summary>Puts members into the temporary table <c>incoming</c>, each once.</summary>
    /// <returns>How many were given.</returns>
    public abstract long Load(IEnumerable<RekeyedMember> members);

    /// <summary>Gives present keys to what the store keeps for a while beside the ledger, within the transaction; what is of nobody with a former key goes.</summary>
    /// <param name="knownOnly">Whether only members of the ledger have one.</param>
    public virtual void RewritePassing(bool knownOnly)
    {
    }

    /// <summary>Ends the transaction; what was done is on disk, and where the store can see to it, nothing of the old keys is left there.</summary>
    public abstract void Commit();

    public abstract void Dispose();

    public int Run(string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(text, parameters);
        return command.ExecuteNonQuery();
    }

    public long Count(string text)
    {
        using var command = Command(text);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>All rows, in memory: another statement may run between two of them.</summary>
    public List<T> All<T>(string text, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(text, parameters);
        using var row = command.ExecuteReader();
        var rows = new List<T>();
        while (row.Read())
            rows.Add(read(row));
        return rows;
    }

    private DbCommand Command(string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = Connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (text, 0);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
