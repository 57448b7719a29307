namespace EdgeService.Core.Snapshots;

/// <summary>One consent: the member lets <paramref name="PartnerId"/> ask for perks of <paramref name="Scene"/>.</summary>
public readonly record struct Contract(Scene Scene, string PartnerId);
