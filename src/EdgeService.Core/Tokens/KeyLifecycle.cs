namespace EdgeService.Core.Tokens;

/// <summary>
/// Moves a signing key from stage to stage so that no valid token fails at a verifier whose key list is at most <c>notice</c> old: a key signs
/// only when every such list has it, and stays listed until its last token has expired. Times are whole seconds, as key files hold them.
/// </summary>
public static class KeyLifecycle
{
    /// <summary>Puts a prepared key on the list.</summary>
    public static KeyStep Publish(SigningTerms terms, DateTimeOffset now) => terms.StageAt(now) == KeyStage.Prepared
        ? KeyStep.To(terms with { PublishedFrom = Down(now) })
        : KeyStep.Refused(KeyRefusal.PastThat);

    /// <summary>Lets a published key sign from now on.</summary>
    /// <param name="terms">Its terms.</param>
    /// <param name="now">The time.</param>
    /// <param name="notice">Age of the oldest list that verifiers go by.</param>
    /// <param name="signFor">How long it is to sign, where its terms do not say.</param>
    public static KeyStep Use(SigningTerms terms, DateTimeOffset now, TimeSpan notice, TimeSpan signFor)
    {
        var earliest = EarliestUse(terms, now, notice);
        return terms.StageAt(now) switch
        {
            KeyStage.Prepared => KeyStep.Refused(KeyRefusal.NotPublished),
            KeyStage.Published when now < earliest => KeyStep.Refused(KeyRefusal.NotKnownEverywhere, earliest),
            KeyStage.Published => KeyStep.To(terms with { SignsFrom = Down(now), SignsUntil = EndOf(terms, Down(now), signFor) }),
            _ => KeyStep.Refused(KeyRefusal.PastThat),
        };
    }

    /// <summary>Ends the signing of a key in use, if others sign all that it signs.</summary>
    public static KeyStep Retire(SigningTerms terms, IEnumerable<SigningTerms> others, DateTimeOffset now)
    {
        if (terms.StageAt(now) != KeyStage.InUse) return KeyStep.Refused(KeyRefusal.NotInUse);
        var end = Up(now);
        return others.Any(other => other.SignsAt(now) && other.SignsUntil > end && other.Scope.Includes(terms.Scope))
            ? KeyStep.To(terms with { SignsUntil = end })
            : KeyStep.Refused(KeyRefusal.NothingElseSigns);
    }

    /// <summary>Whether the file of a key may go: it was never published, or is past its last token. The terms it then has mean nothing.</summary>
    public static KeyStep Remove(SigningTerms terms, DateTimeOffset now) => terms.StageAt(now) switch
    {
        KeyStage.Prepared or KeyStage.Ended => KeyStep.To(terms),
        KeyStage.Published or KeyStage.InUse => KeyStep.Refused(KeyRefusal.TokensAlive),
        _ => KeyStep.Refused(KeyRefusal.TokensAlive, terms.UsableUntil + TokenFormat.ClockSlack),
    };

    /// <summary>
    /// The key to sign in place of a compromised one, at once: of the published ones that may sign all it signed the one known longest; null when
    /// there is none and one must be made, by <see cref="AtOnce"/>.
    /// </summary>
    public static KeyId? SuccessorOf(SigningTerms lost, IEnumerable<(KeyId Id, SigningTerms Terms)> others, DateTimeOffset now) => others
        .Where(other => other.Terms.StageAt(now) is KeyStage.Published or KeyStage.InUse && other.Terms.Scope.Includes(lost.Scope))
        .OrderBy(other => other.Terms.SignsAt(now) ? 0 : 1)
        .ThenBy(other => other.Terms.UsableFrom)
        .Select(other => (KeyId?)other.Id)
        .FirstOrDefault();

    /// <summary>Terms of a key that signs from now on, though no verifier knows it yet: they fetch the list when they meet it.</summary>
    public static SigningTerms AtOnce(KeyScope scope, DateTimeOffset now, TimeSpan signFor) =>
        new(Down(now), Down(now) + signFor, scope) { PublishedFrom = Down(now) };

    /// <summary>The same terms, signing from now on whether or not every verifier knows the key.</summary>
    public static SigningTerms UseAtOnce(SigningTerms terms, DateTimeOffset now, TimeSpan signFor) =>
        terms.SignsAt(now) ? terms : terms with { SignsFrom = Down(now), SignsUntil = EndOf(terms, Down(now), signFor) };

    internal static DateTimeOffset Up(DateTimeOffset time) => Down(time + TimeSpan.FromTicks(TimeSpan.TicksPerSecond - 1));

    private static DateTimeOffset Down(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>
    /// When every list that verifiers go by has a key, so that it may be used: one second more than the notice, for the second of its publication has
    /// only begun. A key that was always listed has its planned start on the lists, and none before it.
    /// </summary>
    public static DateTimeOffset EarliestUse(SigningTerms terms, DateTimeOffset now, TimeSpan notice) =>
        terms.PublishedFrom == DateTimeOffset.MinValue ? terms.SignsFrom
        : terms.PublishedFrom == SigningTerms.Never ? now
        : terms.PublishedFrom + notice + TimeSpan.FromSeconds(1);

    private static DateTimeOffset EndOf(SigningTerms terms, DateTimeOffset start, TimeSpan signFor) =>
        terms.SignsUntil == SigningTerms.Never ? start + signFor : terms.SignsUntil;
}
